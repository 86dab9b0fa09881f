package commerceml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// errLong is the refusal of a text, tag or comment that does not end.
var errLong = errors.New("too long")

// encodingError is the refusal of an encoding.
type encodingError struct{ name string }

func (e encodingError) Error() string { return "encoding " + e.name }

// input is the file as UTF-8, read in blocks. It refuses to read on when one token takes more than limit.
type input struct {
	r     io.Reader
	block []byte // bytes of the file
	buf   []byte // the block as UTF-8
	pos   int    // in buf
	bytes int64  // of the file, before buf
	text  int64  // of UTF-8, before buf
	token int64  // where the token begins, of UTF-8
	limit int64
	bom   bool
	ansi  bool  // the file is windows-1251
	err   error // of r
}

const blockSize = 32 << 10

func newInput(r io.Reader, limit int64) *input {
	return &input{r: r, block: make([]byte, blockSize), limit: limit}
}

// ReadByte implements io.ByteReader.
func (in *input) ReadByte() (byte, error) {
	if in.pos == len(in.buf) {
		if err := in.fill(); err != nil {
			return 0, err
		}
	}
	b := in.buf[in.pos]
	in.pos++
	return b, nil
}

// Read implements io.Reader, which xml.NewDecoder asks for and does not use beside ReadByte.
func (in *input) Read(p []byte) (int, error) {
	b, err := in.ReadByte()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

var mark = []byte("\ufeff")

func (in *input) fill() error {
	if in.err != nil {
		return in.err
	}
	first := in.buf == nil
	in.bytes += in.fileBytes(in.buf)
	in.text += int64(len(in.buf))
	in.buf, in.pos = in.buf[:0], 0
	if in.text-in.token > in.limit {
		in.err = errLong
		return in.err
	}
	n, least := 0, 1
	if first {
		least = len(mark)
	}
	if n, in.err = io.ReadAtLeast(in.r, in.block, least); n == 0 {
		return in.err
	}
	if errors.Is(in.err, io.ErrUnexpectedEOF) {
		in.err = io.EOF
	}
	got := in.block[:n]
	if first {
		if got, in.bom = bytes.CutPrefix(got, mark); in.bom {
			in.bytes += int64(len(mark))
		}
		if !in.bom && n > 1 && (got[0] == 0xfe && got[1] == 0xff || got[0] == 0xff && got[1] == 0xfe || got[0] == 0 || got[1] == 0) {
			in.err = encodingError{"UTF-16"}
			return in.err
		}
	}
	if !in.ansi {
		in.buf = got
	} else {
		in.buf = decode1251(in.buf, got)
	}
	if len(in.buf) == 0 {
		return in.fill()
	}
	return nil
}

func decode1251(to, from []byte) []byte {
	for _, b := range from {
		if b < utf8.RuneSelf {
			to = append(to, b)
			continue
		}
		to = utf8.AppendRune(to, charmap.Windows1251.DecodeByte(b))
	}
	return to
}

// fileBytes returns how many bytes of the file a text is that was read from it.
func (in *input) fileBytes(text []byte) int64 {
	if in.ansi {
		return int64(utf8.RuneCount(text))
	}
	return int64(len(text))
}

// offset returns the bytes of the file before a place in its text.
func (in *input) offset(text int64) int64 {
	i := min(max(text-in.text, 0), int64(len(in.buf)))
	return in.bytes + in.fileBytes(in.buf[:i])
}

// charset implements xml.Decoder.CharsetReader: it reads on in the encoding that the file declares. A byte order mark
// says more than the declaration.
func (in *input) charset(name string, _ io.Reader) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "utf8":
		return in, nil
	case "windows-1251", "win-1251", "windows1251", "cp1251", "cp-1251", "1251":
		if in.bom {
			return in, nil
		}
		in.bytes += int64(in.pos)
		in.text += int64(in.pos)
		in.ansi = true
		in.buf, in.pos = decode1251(nil, in.buf[in.pos:]), 0
		return in, nil
	}
	if in.bom {
		return in, nil
	}
	in.err = encodingError{name}
	return nil, in.err
}

// decoder returns a tokenizer of the input.
func (in *input) decoder() *xml.Decoder {
	d := xml.NewDecoder(in)
	d.CharsetReader = in.charset
	return d
}
