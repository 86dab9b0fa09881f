package photo

import (
	"image"
	"image/color"
	"math"

	"github.com/makiuchi-d/gozxing"
)

// plane is a grey picture: 0 is black, row after row.
type plane struct {
	w, h int
	pix  []byte
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]byte, w*h)} }

// grey returns the brightness of a picture. What is transparent is white.
func grey(m image.Image) *plane {
	r := m.Bounds()
	p := newPlane(r.Dx(), r.Dy())
	for y := range p.h {
		row := p.pix[y*p.w : (y+1)*p.w]
		switch m := m.(type) {
		case *image.Gray:
			copy(row, m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):])
		case *image.YCbCr:
			copy(row, m.Y[m.YOffset(r.Min.X, r.Min.Y+y):])
		default:
			for x := range row {
				c := color.NRGBA64Model.Convert(m.At(r.Min.X+x, r.Min.Y+y)).(color.NRGBA64)
				light := (299*uint64(c.R) + 587*uint64(c.G) + 114*uint64(c.B)) / 1000
				row[x] = byte((light*uint64(c.A) + 0xffff*(0xffff-uint64(c.A))) / 0xffff >> 8)
			}
		}
	}
	return p
}

// crop returns a part, cut at the edges.
func (p *plane) crop(r image.Rectangle) *plane {
	r = r.Intersect(image.Rect(0, 0, p.w, p.h))
	out := newPlane(r.Dx(), r.Dy())
	for y := range out.h {
		copy(out.pix[y*out.w:(y+1)*out.w], p.pix[(r.Min.Y+y)*p.w+r.Min.X:])
	}
	return out
}

// scaled returns the picture with its longer side of so many pixels: each is the mean of those that it stands for.
func (p *plane) scaled(long int) *plane {
	if is := max(p.w, p.h); is != long {
		w, h := max(1, p.w*long/is), max(1, p.h*long/is)
		if long < is {
			return p.shrunk(w, h)
		}
		return p.drawn(w, h, func(x, y float64) (float64, float64) {
			return (x+0.5)*float64(p.w)/float64(w) - 0.5, (y+0.5)*float64(p.h)/float64(h) - 0.5
		})
	}
	return p
}

func (p *plane) shrunk(w, h int) *plane {
	out := newPlane(w, h)
	for y := range h {
		top, bottom := y*p.h/h, max((y+1)*p.h/h, y*p.h/h+1)
		for x := range w {
			left, right := x*p.w/w, max((x+1)*p.w/w, x*p.w/w+1)
			sum := 0
			for v := top; v < bottom; v++ {
				for _, b := range p.pix[v*p.w+left : v*p.w+right] {
					sum += int(b)
				}
			}
			out.pix[y*w+x] = byte(sum / ((bottom - top) * (right - left)))
		}
	}
	return out
}

// drawn returns a picture of which each pixel is taken from a place of this one, white beside it.
func (p *plane) drawn(w, h int, from func(x, y float64) (float64, float64)) *plane {
	out := newPlane(w, h)
	for y := range h {
		for x := range w {
			out.pix[y*w+x] = p.between(from(float64(x), float64(y)))
		}
	}
	return out
}

func (p *plane) between(x, y float64) byte {
	if x < -1 || y < -1 || x > float64(p.w) || y > float64(p.h) {
		return 255
	}
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	at := func(x, y int) float64 {
		return float64(p.pix[min(max(y, 0), p.h-1)*p.w+min(max(x, 0), p.w-1)])
	}
	l, t := int(x0), int(y0)
	return byte((at(l, t)*(1-fx)+at(l+1, t)*fx)*(1-fy) + (at(l, t+1)*(1-fx)+at(l+1, t+1)*fx)*fy + 0.5)
}

// turned returns the picture turned by an angle, in degrees.
func (p *plane) turned(degrees float64) *plane {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w := int(math.Abs(float64(p.w)*cos)+math.Abs(float64(p.h)*sin)) + 1
	h := int(math.Abs(float64(p.w)*sin)+math.Abs(float64(p.h)*cos)) + 1
	return p.drawn(w, h, func(x, y float64) (float64, float64) {
		x, y = x-float64(w)/2, y-float64(h)/2
		return x*cos + y*sin + float64(p.w)/2, y*cos - x*sin + float64(p.h)/2
	})
}

func (p *plane) mirrored() *plane {
	return p.drawn(p.w, p.h, func(x, y float64) (float64, float64) { return float64(p.w-1) - x, y })
}

// smoothed returns the means of three by three pixels: noise goes, edges stay.
func (p *plane) smoothed() *plane {
	out := newPlane(p.w, p.h)
	for y := range p.h {
		for x := range p.w {
			sum, n := 0, 0
			for v := max(y-1, 0); v <= min(y+1, p.h-1); v++ {
				for _, b := range p.pix[v*p.w+max(x-1, 0) : v*p.w+min(x+1, p.w-1)+1] {
					sum, n = sum+int(b), n+1
				}
			}
			out.pix[y*p.w+x] = byte(sum / n)
		}
	}
	return out
}

// stretched returns the picture with all its contrast: the darkest and the lightest fiftieth become black and white.
func (p *plane) stretched() *plane {
	var count [256]int
	for _, b := range p.pix {
		count[b]++
	}
	rest := len(p.pix) / 50
	low, high := 0, 255
	for n := count[low]; n <= rest && low < 255; n += count[low] {
		low++
	}
	for n := count[high]; n <= rest && high > 0; n += count[high] {
		high--
	}
	if low >= high {
		return p
	}
	return p.each(func(b byte) byte { return byte(255 * (min(max(int(b), low), high) - low) / (high - low)) })
}

func (p *plane) inverted() *plane { return p.each(func(b byte) byte { return 255 - b }) }

func (p *plane) each(f func(byte) byte) *plane {
	out := newPlane(p.w, p.h)
	for i, b := range p.pix {
		out.pix[i] = f(b)
	}
	return out
}

// source gives the plane to the reader.
func (p *plane) source() gozxing.LuminanceSource {
	s, err := gozxing.NewPlanarYUVLuminanceSource(p.pix, p.w, p.h, 0, 0, p.w, p.h, false)
	if err != nil {
		panic(err) // the rectangle is the whole plane
	}
	return s
}
