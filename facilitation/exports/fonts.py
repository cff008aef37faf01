"""The fonts that documents are set with, shipped as files: Latin, Cyrillic, Greek; a book Naskh for Arabic; Hebrew."""

from pathlib import Path

import fontpkg_amiri
import fontpkg_frank_ruhl_libre
import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import fontpkg_noto_serif

PACKAGES = (fontpkg_noto_serif, fontpkg_noto_sans, fontpkg_noto_sans_arabic, fontpkg_amiri, fontpkg_frank_ruhl_libre)
FONTS = [str(Path(package.__path__[0]) / "files") for package in PACKAGES]
