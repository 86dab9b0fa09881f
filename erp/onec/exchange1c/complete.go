package exchange1c

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

const (
	maxDepth = 64      // of elements within one another; groups of goods are nested
	maxToken = 8 << 20 // bytes of one text or tag
	root     = "КоммерческаяИнформация"
)

// complete reports, by a *Refusal, what is wrong with a file that is no whole CommerceML: one of which a part is
// missing, above all. It reads all of it, so that nothing is imported of a file that breaks off.
func (f *Upload) complete(ctx context.Context) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	if err := wellFormed(&untilDone{ctx, r}); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var no *Refusal
		if errors.As(err, &no) {
			return &Refusal{Text: "Файл " + quote(f.Name) + " не принят: " + no.Text, Err: no.Err}
		}
		return &Refusal{Text: "Файл " + quote(f.Name) + " повреждён или получен не полностью", Err: err}
	}
	f.read.Store(0)
	return nil
}

// untilDone reads until the context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// wellFormed reads XML to its end.
func wellFormed(r io.Reader) error {
	g := &tokenGuard{r: r}
	d := xml.NewDecoder(g)
	d.CharsetReader = charsetReader
	var open []xml.Name
	roots := 0
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if roots == 0 || len(open) > 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		g.since = 0
		switch t := t.(type) {
		case xml.StartElement:
			if len(open) == 0 {
				if roots++; t.Name.Local != root || roots > 1 {
					return refuse("корневой элемент " + quote(t.Name.Local) + ", ожидается " + root)
				}
			}
			if open = append(open, t.Name); len(open) > maxDepth {
				return refuse(fmt.Sprintf("элементы вложены глубже %d", maxDepth))
			}
		case xml.EndElement:
			last := len(open) - 1
			if last < 0 || open[last] != t.Name {
				return fmt.Errorf("element %q ends where it did not begin, at byte %d", t.Name.Local, d.InputOffset())
			}
			open = open[:last]
		case xml.Directive:
			return refuse("объявления DOCTYPE и сущностей не допускаются")
		case xml.CharData:
			if len(open) == 0 && len(bytes.TrimSpace(bytes.TrimPrefix(t, []byte("\ufeff")))) > 0 {
				return refuse("текст вне корневого элемента")
			}
		}
	}
}

// charsetReader knows the two encodings in which CommerceML is written.
func charsetReader(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8":
		return r, nil
	case "windows-1251", "cp1251", "win-1251":
		return charmap.Windows1251.NewDecoder().Reader(r), nil
	}
	return nil, refuse("кодировка " + quote(label) + " не поддерживается: нужна UTF-8 или windows-1251")
}

// tokenGuard ends the reading of a token that is too long to be kept in memory.
type tokenGuard struct {
	r     io.Reader
	since int
}

func (g *tokenGuard) Read(p []byte) (int, error) {
	if g.since > maxToken {
		return 0, refuse(fmt.Sprintf("текст длиннее %d байт", maxToken))
	}
	n, err := g.r.Read(p)
	g.since += n
	return n, err
}
