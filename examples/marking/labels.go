package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"

	"github.com/ordo-sdk/ordo/internal/datamatrix"
)

// picture is one that somebody took.
type picture struct {
	line  string
	unit  int
	what  string
	bytes []byte
}

const (
	tail    = "\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	left    = "0104601234567893215Qx7&aB2kLm9Z" + tail
	right   = "0104601234567893215Rz8?bC3lMn0Y" + tail
	foreign = "0104601234567800215Qx7&aB2kLm9Z" + tail
	yogurt  = "0104698765000012215aB7kQ\x1d93dGVz"
)

// labels are the pictures, in the order in which they come.
func labels() (all []picture, err error) {
	add := func(line string, unit int, what, code string, spoil func(*image.Gray) *image.Gray) {
		s, no := datamatrix.Encode(code)
		if no != nil {
			err = no
			return
		}
		g := s.Image(5, 3)
		if spoil != nil {
			g = spoil(g)
		}
		var b bytes.Buffer
		if no := jpeg.Encode(&b, g, &jpeg.Options{Quality: 60}); no != nil {
			err = no
		}
		all = append(all, picture{line, unit, what, b.Bytes()})
	}
	add("shoes", 0, "a picture of the right label", left, nil)
	add("shoes", 1, "the same label once more", left, nil)
	add("shoes", 1, "a label of other goods", foreign, nil)
	all = append(all, picture{"shoes", 1, "a picture in the telephone's own format", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")})
	add("shoes", 1, "taken in the dark, with noise, askew in a large frame", right, inTheDark)
	var b bytes.Buffer
	if no := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 300))); no != nil {
		err = no
	}
	all = append(all, picture{"yogurt", 0, "a black picture", b.Bytes()})
	add("yogurt", 0, "a white code on a dark cup", yogurt, func(g *image.Gray) *image.Gray {
		for i, v := range g.Pix {
			g.Pix[i] = 255 - v
		}
		return g
	})
	return all, err
}

// inTheDark puts a label aside in a larger picture of little contrast and much noise.
func inTheDark(g *image.Gray) *image.Gray {
	r := rand.New(rand.NewPCG(1, 1))
	out := image.NewGray(image.Rect(0, 0, 900, 700))
	for y := range 700 {
		for x := range 900 {
			v := 90.0
			if p := image.Pt(x-420-y/20, y-160+x/20); p.In(g.Rect) && g.GrayAt(p.X, p.Y).Y < 128 {
				v = 30
			}
			out.SetGray(x, y, color.Gray{Y: uint8(max(v+r.NormFloat64()*8, 0))})
		}
	}
	return out
}
