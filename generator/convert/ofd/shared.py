"""What the pages of one OFD share in a PDF: fonts, pictures, opacities, each put in once."""

import pikepdf
from pikepdf import Dictionary, Name

from generator.convert.ofd.faces import Faces, Foreign
from generator.convert.ofd.lettering import Placed
from generator.convert.ofd.package import OfdError, Package
from generator.convert.ofd.pictures import PictureError, picture
from generator.convert.ofd.remarks import Remarks
from generator.convert.ofd.xml import numerals
from generator.lettering.embedding import InPdf, embed
from generator.lettering.face import Face, Program
from generator.lettering.fonts import FontSet


class Shared:
    """The resources of a PDF that is being drawn from one package."""

    def __init__(
        self, pdf: pikepdf.Pdf, package: Package, fonts: FontSet, remarks: Remarks
    ) -> None:
        self.pdf = pdf
        self.package = package
        self.fonts = fonts
        self.faces = Faces(fonts)
        self.remarks = remarks
        self.names = Dictionary(Font=Dictionary(), XObject=Dictionary(), ExtGState=Dictionary())
        self._pictures: dict[str, str | None] = {}
        self._programs: dict[str, Face[Foreign] | None] = {}
        self._face_names: dict[int, tuple[Face[Program], str]] = {}
        self._states: dict[tuple[float, float, str], str] = {}

    def register(self, image: pikepdf.Object) -> str:
        """The name under which content may draw an image or form."""
        name = f"/X{len(self.names.XObject)}"
        self.names.XObject[name] = image
        return name

    def show(self, placed: Placed) -> str:
        """The operators that draw one glyph."""
        key = id(placed.face)
        if key not in self._face_names:
            self._face_names[key] = (placed.face, f"/F{len(self._face_names)}")
        name = self._face_names[key][1]
        return f"{name} 1 Tf {numerals(placed.matrix)} Tm <{placed.code:04x}> Tj"

    def program(self, part: str) -> Face[Foreign] | None:
        """The face of an embedded font program, or ``None`` when it cannot be read."""
        if part not in self._programs:
            try:
                self._programs[part] = self.faces.embedded(self.package.read(part))
            except OfdError:
                self._programs[part] = None
        return self._programs[part]

    def picture(self, part: str) -> str | None:
        """The name of a picture, or ``None`` when it cannot be drawn, which is then remarked."""
        if part not in self._pictures:
            self._pictures[part] = None
            try:
                image = picture(self.pdf, self.package.read(part), part)
                self._pictures[part] = self.register(image)
            except OfdError:
                self.remarks.add("有读不出的图片，没有印出")
            except PictureError as error:
                self.remarks.add(str(error))
        elif self._pictures[part] is None:
            self.remarks.add("有别页已说明的图片，没有印出")
        return self._pictures[part]

    def state(self, fill: float, stroke: float, blend: str = "Normal") -> str:
        """The operator that sets opacities and blending; none where everything is opaque."""
        key = (round(fill, 3), round(stroke, 3), blend)
        if key == (1.0, 1.0, "Normal"):
            return ""
        if key not in self._states:
            name = f"/G{len(self._states)}"
            self._states[key] = name
            self.names.ExtGState[name] = Dictionary(ca=key[0], CA=key[1], BM=Name(f"/{blend}"))
        return f"{self._states[key]} gs"

    def finish(self) -> None:
        """Put the used fonts into the PDF, once all pages are drawn."""
        for face, name in self._face_names.values():
            try:
                self.names.Font[name] = embed(InPdf(self.pdf), face)
            except ValueError:
                self.remarks.add("有内嵌字体读不出，用它的字没有印出")
                self.names.Font[name] = Dictionary(
                    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
                )
