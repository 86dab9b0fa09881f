package photo

import (
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/receipts/marking"
)

const (
	defaultBytes  = 15 << 20
	defaultPixels = 25_000_000
	defaultTries  = 200
)

// Reader reads pictures within limits. The zero Reader has the usual ones.
type Reader struct {
	Bytes  int // of a picture at most; 0: 15 MB
	Pixels int // of a picture at most; 0: 25 million, as telephones make
	// Tries bounds the search: how often a part of the picture is looked at in some way; 0: 200. A try takes 5 to 20 ms.
	Tries int
}

// Read reads a picture within the usual limits, see [Reader.Read].
func Read(ctx context.Context, picture []byte) ([]marking.Code, error) {
	return Reader{}.Read(ctx, picture)
}

// Read returns the marking codes of a picture (JPEG, PNG or GIF), each once, in no order: at least one, or an [*Error].
// If ctx ends first, the error is that of ctx. Of several codes some may not be found: who needs all of them has one on
// each picture.
func (r Reader) Read(ctx context.Context, picture []byte) ([]marking.Code, error) {
	p, no := r.open(picture)
	if no != nil {
		return nil, no
	}
	s := &search{tries: orDefault(r.Tries, defaultTries)}
	s.run(ctx, p)
	switch {
	case len(s.codes) > 0:
		return s.codes, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case s.other != "":
		return nil, otherCode(s.other)
	}
	return nil, unread(NoCode, "no marking code can be read in the picture: take it closer, sharp and in good light, with the whole square and a white edge around it, or type the code")
}

// otherCode says what was read that is no marking code.
func otherCode(text string) *Error {
	no := unread(OtherCode, "the picture shows another code: take the square DataMatrix of the unit")
	if _, err := marking.Parse(text); err != nil {
		if e, is := err.(*marking.Error); is { //nolint:errorlint // Parse wraps nothing
			no.problem = e.Text()
		}
	}
	no.Found = text
	return no
}

// found keeps a text that was read. It reports whether it is a code.
func (s *search) found(text string) bool {
	text = strings.TrimLeft(text, "\x1d") // FNC1 in front
	c, err := marking.Parse(text)
	if err != nil || c.Form != marking.GS1 && c.Form != marking.Tobacco {
		s.other = text
		return false
	}
	if !slices.ContainsFunc(s.codes, func(x marking.Code) bool { return x.String() == c.String() }) {
		s.codes = append(s.codes, c)
	}
	return true
}

func orDefault(n, usual int) int {
	if n > 0 {
		return n
	}
	return usual
}
