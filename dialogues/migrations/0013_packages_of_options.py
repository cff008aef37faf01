# Options, packages of them, searches that wait for the worker.

import dialogues.vault.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0012_early_harvest'),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaitem',
            name='packaged',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('item', models.UUIDField()),
                ('place', models.PositiveSmallIntegerField()),
                ('label', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='agenda')),
                ('withdrawn', models.BooleanField(default=False)),
                ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='dialogues.dialogue')),
            ],
            options={
                'ordering': ['place'],
                'indexes': [models.Index(fields=['dialogue', 'item'], name='options_of_an_item')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('origin', models.CharField(choices=[('computed', 'Computed'), ('drafted', 'Drafted')], max_length=8)),
                ('search', models.UUIDField(null=True)),
                ('text_hash', models.CharField(blank=True, default='', max_length=64)),
                ('tabled_on', models.DateField(null=True)),
                ('content', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='note')),
                ('state', models.CharField(choices=[('computed', 'Computed'), ('drafted', 'Drafted'), ('shown_to_facilitators', 'Shown'), ('tabled', 'Tabled'), ('polled', 'Polled'), ('accepted', 'Accepted'), ('set_aside', 'Set Aside')], max_length=22)),
                ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packages', to='dialogues.dialogue')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('dialogue', 'number'), name='one_package_a_number')],
            },
        ),
        migrations.CreateModel(
            name='PackageSearch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('find', 'Find'), ('improve', 'Improve')], max_length=8)),
                ('asked', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='note')),
                ('told', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='note')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done')], default='waiting', max_length=8)),
                ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='dialogues.dialogue')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='searches', to='dialogues.measure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('dialogue', 'number'), name='one_search_a_number')],
            },
        ),
    ]
