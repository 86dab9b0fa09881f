package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/datamatrix"
)

const gs = "\x1d"

// codeOf is a code of milk, clothes or shoes: symbols of 22, 40 and 48 modules.
func codeOf(r *rand.Rand) string {
	const letters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!"%&'()*+-./_,:;=<>?`
	text := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	switch r.IntN(3) {
	case 0:
		return "0104698765000012215" + text(5) + gs + "93" + text(4)
	case 1:
		return "0104601234567893215" + text(12) + gs + "91EE07" + gs + "92" + text(44)
	}
	return "0104601234567893215" + text(12) + gs + "91EE07" + gs + "92" + text(88)
}

// label is a symbol on white, with a line of strokes like print beside it.
func label(t testing.TB, code string, pixels int) *plane {
	t.Helper()
	s, err := datamatrix.Encode(code)
	require.NoError(t, err)
	g := s.Image(pixels, 3)
	return &plane{g.Rect.Dx(), g.Rect.Dy(), g.Pix}
}

// on puts a picture on a larger one of some brightness.
func (p *plane) on(w, h, left, top int, ground byte) *plane {
	out := newPlane(w, h)
	for i := range out.pix {
		out.pix[i] = ground
	}
	for y := range p.h {
		copy(out.pix[(top+y)*w+left:], p.pix[y*p.w:(y+1)*p.w])
	}
	return out
}

// printed draws words beside the symbol, as strokes.
func (p *plane) printed(r *rand.Rand, area image.Rectangle) *plane {
	for y := area.Min.Y; y+14 < area.Max.Y; y += 24 {
		for x := area.Min.X; x+8 < area.Max.X; x += 5 + r.IntN(9) {
			for v := range 12 {
				p.pix[(y+v)*p.w+x], p.pix[(y+v)*p.w+x+1] = 40, 40
			}
			if r.IntN(2) == 0 {
				for u := range 6 {
					p.pix[(y+6)*p.w+x+u] = 40
				}
			}
		}
	}
	return p
}

func (p *plane) noisy(r *rand.Rand, sigma float64) *plane {
	return p.each(func(b byte) byte { return byte(min(max(float64(b)+r.NormFloat64()*sigma, 0), 255)) })
}

func (p *plane) between2(low, high byte) *plane {
	return p.each(func(b byte) byte { return low + byte(int(b)*int(high-low)/255) })
}

// blurred is a Gaussian blur.
func (p *plane) blurred(sigma float64) *plane {
	n := int(3*sigma) + 1
	k, sum := make([]float64, 2*n+1), 0.0
	for i := range k {
		k[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += k[i]
	}
	pass := func(p *plane, dx, dy int) *plane {
		out := newPlane(p.w, p.h)
		for y := range p.h {
			for x := range p.w {
				v := 0.0
				for i, f := range k {
					v += f / sum * float64(p.pix[min(max(y+dy*(i-n), 0), p.h-1)*p.w+min(max(x+dx*(i-n), 0), p.w-1)])
				}
				out.pix[y*p.w+x] = byte(v)
			}
		}
		return out
	}
	return pass(pass(p, 1, 0), 0, 1)
}

// leaning is taken from one side: the right is so much lower than the left.
func (p *plane) leaning(by float64) *plane {
	return p.drawn(p.w, p.h, func(x, y float64) (float64, float64) {
		f := 1 - by*x/float64(p.w)
		return x, (y-float64(p.h)/2)/f + float64(p.h)/2
	})
}

func (p *plane) shaded() *plane {
	out := newPlane(p.w, p.h)
	for y := range p.h {
		for x := range p.w {
			out.pix[y*p.w+x] = byte(int(p.pix[y*p.w+x]) * (100 - 65*x/p.w) / 100)
		}
	}
	return out
}

func (p *plane) image() *image.Gray {
	return &image.Gray{Pix: p.pix, Stride: p.w, Rect: image.Rect(0, 0, p.w, p.h)}
}

func (p *plane) png(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, p.image()))
	return b.Bytes()
}

func (p *plane) jpeg(t testing.TB, quality int) []byte {
	t.Helper()
	c := image.NewRGBA(image.Rect(0, 0, p.w, p.h))
	for y := range p.h {
		for x := range p.w {
			c.Set(x, y, color.Gray{Y: p.pix[y*p.w+x]})
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, c, &jpeg.Options{Quality: quality}))
	return b.Bytes()
}
