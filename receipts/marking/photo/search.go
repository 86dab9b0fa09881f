package photo

import (
	"cmp"
	"context"
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/ordo-sdk/ordo/receipts/marking"
)

// looks are the ways to look at a part of a picture, the likely ones first. The decoder finds a symbol in the middle of
// a part, dark on light, mirrored never and turned by half a right angle seldom.
var (
	plain = []look{(*plane).same, (*plane).smoothed, (*plane).stretched}
	more  = []look{
		(*plane).inverted, turn(45), turn(22), (*plane).mirrored,
		func(p *plane) *plane { return p.smoothed().smoothed().stretched() },
		func(p *plane) *plane { return p.smoothed().turned(45) },
		func(p *plane) *plane { return p.stretched().inverted().smoothed() },
	}
)

type look func(*plane) *plane

func turn(degrees float64) look { return func(p *plane) *plane { return p.turned(degrees) } }

func (p *plane) same() *plane { return p }

// long are the sizes to which a part is scaled, in pixels: small ones have less noise.
var long = []int{600, 300}

// search looks for codes in one picture.
type search struct {
	tries int // that are left
	codes []marking.Code
	other string // the text of another code
}

// run looks at the parts of a picture, the likely ones first.
func (s *search) run(ctx context.Context, p *plane) {
	whole := image.Rect(0, 0, p.w, p.h)
	likely := append([]image.Rectangle{whole}, p.textured()...)
	s.pass(ctx, p, likely, plain)
	s.pass(ctx, p, likely, more)
	if len(s.codes) == 0 {
		tiles := p.tiles()
		s.pass(ctx, p, tiles, plain)
		s.pass(ctx, p, tiles, more)
	}
	if len(s.codes) == 0 && ctx.Err() == nil {
		s.others(p.scaled(min(1000, max(p.w, p.h))))
	}
}

// pass looks at each part in one way, then in the next, until there are codes or the tries are used up.
func (s *search) pass(ctx context.Context, p *plane, parts []image.Rectangle, looks []look) {
	for _, look := range looks {
		if len(s.codes) > 0 {
			return
		}
		for _, r := range parts {
			for _, size := range long {
				if s.tries <= 0 || ctx.Err() != nil {
					return
				}
				part := p.crop(r)
				s.try(look(part.scaled(size)))
			}
		}
	}
}

func (s *search) try(p *plane) {
	for _, b := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(p.source()), gozxing.NewGlobalHistgramBinarizer(p.source())} {
		s.tries--
		if text := decoded(datamatrix.NewDataMatrixReader(), b); text != "" && s.found(text) {
			return
		}
	}
}

// others looks for what people take by mistake: a link as a QR code, the number of the goods as bars.
func (s *search) others(p *plane) {
	if s.other != "" {
		return
	}
	for _, r := range []gozxing.Reader{qrcode.NewQRCodeReader(), oned.NewMultiFormatUPCEANReader(nil)} {
		for _, b := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(p.source()), gozxing.NewGlobalHistgramBinarizer(p.source())} {
			if s.other == "" {
				s.other = decoded(r, b)
			}
		}
	}
}

// decoded returns the text of a code in a picture, "" if there is none. The decoder indexes beyond its arrays in some
// pictures without a code.
func decoded(r gozxing.Reader, b gozxing.Binarizer) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	m, err := gozxing.NewBinaryBitmap(b)
	if err != nil {
		return ""
	}
	found, err := r.Decode(m, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	return found.GetText()
}

// cells is how many cells the longer side of a picture has for the search for texture.
const cells = 64

// texture returns how much the brightness changes in each cell of a picture, both across and down: much in symbols, and
// little in bars, lines and smooth goods.
func (p *plane) texture() (n []int, w, h, cell int) {
	cell = max(2, max(p.w, p.h)/cells)
	w, h = (p.w+cell-1)/cell, (p.h+cell-1)/cell
	across, down := make([]int, w*h), make([]int, w*h)
	for y := 1; y < p.h; y++ {
		for x := 1; x < p.w; x++ {
			i, at := y*p.w+x, y/cell*w+x/cell
			is := int(p.pix[i])
			across[at] += abs(is - int(p.pix[i-1]))
			down[at] += abs(is - int(p.pix[i-p.w]))
		}
	}
	for i := range across {
		across[i] = min(across[i], down[i])
	}
	return across, w, h, cell
}

func abs(n int) int { return max(n, -n) }

// textured returns the parts of a picture that are as textured as a symbol, the largest first, each with an edge around
// it.
func (p *plane) textured() (parts []image.Rectangle) {
	n, w, h, cell := p.texture()
	limit := slices.Max(n) / 3
	seen := make([]bool, len(n))
	for start := range n {
		if seen[start] || n[start] <= limit {
			continue
		}
		var r image.Rectangle
		seen[start] = true
		for todo := []int{start}; len(todo) > 0; {
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := at%w, at/w
			r = r.Union(image.Rect(x, y, x+1, y+1))
			for v := max(y-1, 0); v <= min(y+1, h-1); v++ {
				for u := max(x-1, 0); u <= min(x+1, w-1); u++ {
					if i := v*w + u; !seen[i] && n[i] > limit {
						seen[i] = true
						todo = append(todo, i)
					}
				}
			}
		}
		if r.Dx() > 1 && r.Dy() > 1 {
			parts = append(parts, r)
		}
	}
	slices.SortStableFunc(parts, func(a, b image.Rectangle) int { return cmp.Compare(b.Dx()*b.Dy(), a.Dx()*a.Dy()) })
	parts = parts[:min(len(parts), 6)]
	for i, r := range parts {
		edge := max(r.Dx(), r.Dy())*cell/4 + cell
		parts[i] = image.Rect(r.Min.X*cell, r.Min.Y*cell, r.Max.X*cell, r.Max.Y*cell).Inset(-edge).Intersect(image.Rect(0, 0, p.w, p.h))
	}
	return parts
}

// tiles returns parts of a picture with a step of a third of their size, the most textured first.
func (p *plane) tiles() []image.Rectangle {
	n, w, h, cell := p.texture()
	type tile struct {
		r    image.Rectangle
		mean int
	}
	var all []tile
	for _, percent := range []int{66, 40, 25} {
		side := max(p.w*percent/100, p.h*percent/100, 1)
		step := max(side/3, 1)
		for top := 0; top+side/2 < p.h; top += step {
			for left := 0; left+side/2 < p.w; left += step {
				r := image.Rect(left, top, min(left+side, p.w), min(top+side, p.h))
				sum, count := 0, 0
				for y := (r.Min.Y + side/4) / cell; y < min((r.Max.Y-side/4)/cell, h); y++ {
					for x := (r.Min.X + side/4) / cell; x < min((r.Max.X-side/4)/cell, w); x++ {
						sum, count = sum+n[y*w+x], count+1
					}
				}
				all = append(all, tile{r, sum / max(count, 1)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b tile) int { return cmp.Compare(b.mean, a.mean) })
	parts := make([]image.Rectangle, 0, len(all))
	for _, t := range all[:min(len(all), 40)] {
		parts = append(parts, t.r)
	}
	return parts
}
