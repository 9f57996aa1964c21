"""Colours as they were meant: from the space that a picture's ICC profile tells of to sRGB, which pictures without one
are taken to be in.
"""

import io
from dataclasses import dataclass

# ImageMode is what ImageCms would load when it is needed.
from PIL import Image, ImageCms, ImageMode

LOADED = (ImageMode,)
SRGB = ImageCms.createProfile("sRGB")
# Those of printers have a megabyte; what is larger is none.
MOST_PROFILE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Colours:
    """What a readable profile says of a picture. `space` is RGB or CMYK."""

    space: str
    profile: ImageCms.ImageCmsProfile

    def from_inks(self, image: Image.Image) -> Image.Image:
        """A picture in CMYK as RGB; the same picture where the profile is of another space."""
        if self.space != "CMYK" or image.mode != "CMYK":
            return image
        return ImageCms.buildTransform(self.profile, SRGB, "CMYK", "RGB").apply(image)

    def turn(self, image: Image.Image) -> None:
        """Turn a picture in RGB or RGBA into sRGB, in its own memory; nothing where the profile is of another space."""
        if self.space == "RGB":
            ImageCms.buildTransform(self.profile, SRGB, image.mode, image.mode).apply_in_place(image)


def colours_of(image: Image.Image) -> Colours | None:
    """What the picture's profile says; None without one, with one that cannot be read, and with sRGB's own."""
    content = image.info.get("icc_profile")
    if not content or len(content) > MOST_PROFILE_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        space = profile.profile.xcolor_space.strip()
        # Whoever writes sRGB's profile into a picture calls it so.
        if space not in {"RGB", "CMYK"} or ImageCms.getProfileDescription(profile).startswith("sRGB"):
            return None
        colours = Colours(space, profile)
        ImageCms.buildTransform(profile, SRGB, space, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A picture with a wrong profile is shown as it is, as browsers do.
        return None
    return colours
