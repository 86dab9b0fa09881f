package photo

import (
	"flag"
	"hash/fnv"
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var pictures = flag.Int("photo.pictures", 1, "how many pictures of each class are read; the rates are checked from 20 on")

// A frame is 640 by 480 pixels here, with a module of 5: what a telephone gives when the label is held close, scaled.
const frameW, frameH = 640, 480

// classes are ways in which a picture can be taken.
var classes = []struct {
	name string
	want int // per cent that must be read, from a measured run
	take func(testing.TB, *rand.Rand, string) *plane
}{
	{"clean", 95, func(t testing.TB, _ *rand.Rand, c string) *plane { return label(t, c, 6) }},
	{"rotated", 95, func(t testing.TB, r *rand.Rand, c string) *plane {
		return centred(label(t, c, 6), 255).turned(r.Float64() * 360)
	}},
	{"noisy", 70, func(t testing.TB, r *rand.Rand, c string) *plane {
		return centred(label(t, c, 6), 255).noisy(r, 15+r.Float64()*15)
	}},
	{"blurred", 70, func(t testing.TB, r *rand.Rand, c string) *plane {
		return centred(label(t, c, 6), 255).blurred(0.5 + r.Float64()*1.5)
	}},
	{"off the centre", 90, func(t testing.TB, r *rand.Rand, c string) *plane {
		l := label(t, c, 5)
		return l.on(900, 1200, r.IntN(900-l.w), r.IntN(1200-l.h), 255)
	}},
	{"between print", 70, func(t testing.TB, r *rand.Rand, c string) *plane {
		l := label(t, c, 5)
		top := 200 + r.IntN(300)
		p := l.on(900, 1000, 300, top, 255).printed(r, image.Rect(20, 20, 880, top-10))
		return p.printed(r, image.Rect(300+l.w, top, 880, top+l.h))
	}},
	{"on dark goods", 90, func(t testing.TB, r *rand.Rand, c string) *plane {
		l := label(t, c, 5)
		return l.on(900, 700, r.IntN(900-l.w), r.IntN(700-l.h), 60)
	}},
	{"of low contrast", 90, func(t testing.TB, _ *rand.Rand, c string) *plane {
		return centred(label(t, c, 6), 255).between2(90, 130)
	}},
	{"inverted", 90, func(t testing.TB, _ *rand.Rand, c string) *plane { return centred(label(t, c, 6), 255).inverted() }},
	{"leaning", 50, func(t testing.TB, r *rand.Rand, c string) *plane {
		return centred(label(t, c, 6), 255).leaning(0.1 + r.Float64()*0.15)
	}},
	{"in shadow", 90, func(t testing.TB, _ *rand.Rand, c string) *plane { return centred(label(t, c, 6), 255).shaded() }},
	{"mirrored", 90, func(t testing.TB, _ *rand.Rand, c string) *plane { return centred(label(t, c, 6), 255).mirrored() }},
	{"small", 70, func(t testing.TB, r *rand.Rand, c string) *plane {
		l := label(t, c, 3)
		return l.on(2000, 1500, r.IntN(2000-l.w), r.IntN(1500-l.h), 200)
	}},
}

func centred(l *plane, ground byte) *plane {
	return l.on(max(frameW, l.w), max(frameH, l.h), (max(frameW, l.w)-l.w)/2, (max(frameH, l.h)-l.h)/2, ground)
}

// Every class is read as often as it says, and not one text is wrong.
func TestReadRates(t *testing.T) {
	t.Parallel()
	for _, class := range classes {
		t.Run(class.name, func(t *testing.T) {
			t.Parallel()
			h := fnv.New64()
			h.Write([]byte(class.name))
			r := rand.New(rand.NewPCG(h.Sum64(), 7))
			read, took := 0, time.Duration(0)
			for range *pictures {
				code := codeOf(r)
				picture := class.take(t, r, code).png(t)
				start := time.Now()
				codes, err := Read(t.Context(), picture)
				took += time.Since(start)
				if err != nil {
					require.ErrorAs(t, err, new(*Error))
					continue
				}
				require.Len(t, codes, 1)
				require.Equal(t, code, codes[0].String(), "a wrong text")
				require.False(t, codes[0].Repaired)
				read++
			}
			t.Logf("%d of %d read, %v each", read, *pictures, took/time.Duration(*pictures))
			if *pictures >= 20 {
				require.GreaterOrEqual(t, 100*read / *pictures, class.want)
			}
		})
	}
}
