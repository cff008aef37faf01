"""The names that seats speak under: a fixed list, drawn at random, never chosen (domain.md 5, invariant 5).

Trees, herbs, birds, stones, winds and tools: nothing that belongs to a nation, a party or a faith.
"""

import secrets

WORDS = tuple(  # words in running text are read and checked more easily than a list
    """
    Alder Amber Anise Aspen Auk Avocet Badger Balsam Barley Basalt Basil Beech Bellows Beryl Bilberry
    Birch Bittern Borage Bracken Bramble Brook Broom Bunting Burdock Buzzard Cairn Caraway Catkin Cedar
    Celery Chaffinch Chervil Chestnut Chisel Cicely Clover Cobalt Comfrey Coot Copper Coral Cork Cornel
    Corncrake Cowslip Crane Cress Crocus Curlew Cypress Dapple Dill Dipper Dogwood Dolomite Dove Dunlin
    Dunnock Ebony Egret Elder Elm Ember Fennel Fern Fieldfare Finch Flax Flint Foxglove Gannet Garnet
    Gentian Ginger Glacier Gneiss Godwit Goldfinch Gorse Granite Grebe Grouse Gull Hazel Heath Heather
    Heron Hickory Holly Hoopoe Hornbeam Hyssop Ibis Iris Ivy Jackdaw Jasper Jay Juniper Kestrel
    Kingfisher Kite Lanner Lapwing Larch Lark Laurel Lavender Lichen Lilac Lime Linden Linnet Loom
    Lovage Lupin Mallow Maple Marble Marjoram Marten Martin Meadow Medlar Merlin Mica Mint Mistral
    Moorhen Moss Mulberry Myrtle Nettle Nightjar Nuthatch Nutmeg Oak Obsidian Onyx Opal Osier Osprey
    Ouzel Owl Parsley Pebble Petrel Pewter Pine Pipit Plover Pollen Poplar Primrose Puffin Pumice Quail
    Quartz Quince Rail Rampion Raven Redstart Redwing Reed Robin Rook Rosemary Rowan Rudder Ruff Rush
    Saffron Sage Sandpiper Sedge Serin Shale Shrike Siskin Slate Sloe Smew Snipe Sorrel Sparrow Spindle
    Spruce Starling Stonechat Stork Swallow Swift Sycamore Tansy Tarragon Teal Teasel Tern Thistle
    Thrush Thyme Tinder Topaz Twite Valerian Verbena Vetch Vine Wagtail Walnut Warbler Wheatear Whimbrel
    Willow Wren Wryneck Yarrow Yew Zephyr
    """.split()  # noqa: SIM905
)


def draw_masks(count: int, used: set[str]) -> list[str]:
    """Return `count` different masks in random order; those used before come only when no other is left."""
    source = secrets.SystemRandom()
    fresh = [word for word in WORDS if word not in used]
    source.shuffle(fresh)
    if len(fresh) < count:
        again = [word for word in WORDS if word in used]
        source.shuffle(again)
        fresh += again
    return fresh[:count]
