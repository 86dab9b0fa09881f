package photo

import (
	"bytes"
	"image"
	_ "image/gif" // the formats that are read
	_ "image/jpeg"
	_ "image/png"
	"slices"
)

// open reads the brightness of a picture. It looks at its size before it takes memory for it.
func (r Reader) open(picture []byte) (*plane, *Error) {
	switch most := orDefault(r.Bytes, defaultBytes); {
	case len(picture) == 0:
		return nil, unread(Empty, "the picture is empty: send it again")
	case len(picture) > most:
		return nil, unread(TooLarge, "the picture has %d MB, %d are read: send a smaller one, only of the code", len(picture)>>20, most>>20)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(picture))
	most := orDefault(r.Pixels, defaultPixels)
	switch name := formatOf(picture); {
	case err != nil && name != "":
		return nil, unread(Format, "the picture is %s, which is not read here: send it as JPEG or PNG", name)
	case err != nil:
		return nil, unread(Format, "the file is no picture that is read here: send it as JPEG or PNG")
	case size.Width <= 0 || size.Height <= 0:
		return nil, unread(Empty, "the picture is empty: send it again")
	case size.Width > most/size.Height:
		return nil, unread(TooLarge, "the picture has %d × %d pixels: send a smaller one, only of the code", size.Width, size.Height)
	}
	m, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil || m.Bounds().Dx() > size.Width || m.Bounds().Dy() > size.Height || m.Bounds().Empty() {
		return nil, unread(Broken, "the picture is damaged or was not sent whole: send it again")
	}
	return grey(m), nil
}

// formatOf names formats that telephones make and the standard library does not read.
func formatOf(picture []byte) string {
	head := picture[:min(len(picture), 12)]
	switch {
	case len(head) == 12 && string(head[4:8]) == "ftyp":
		if slices.Contains([]string{"heic", "heix", "hevc", "heif", "mif1", "msf1"}, string(head[8:])) {
			return "HEIC"
		}
		if string(head[8:]) == "avif" {
			return "AVIF"
		}
		return "video"
	case len(head) == 12 && string(head[:4]) == "RIFF" && string(head[8:]) == "WEBP":
		return "WebP"
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "PDF"
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return "TIFF"
	}
	return ""
}
