package commerceml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// errLong is the refusal of a text, tag or comment that does not end.
var errLong = errors.New("too long")

// encodingError is the refusal of an encoding.
type encodingError struct{ name string }

func (e encodingError) Error() string { return "encoding " + e.name }

// input is the file as UTF-8, read in blocks. It refuses to read on when one token takes more than limit. Bytes that no
// text can have are replaced and counted: one letter that a shop has cut in half must not cost a whole file.
type input struct {
	r     io.Reader
	block []byte // bytes of the file, behind room for carry
	carry [utf8.UTFMax]byte
	rest  int    // bytes in carry: a letter of which the rest comes in the next block
	buf   []byte // the block as UTF-8
	pos   int    // in buf
	raw   int    // bytes of the file in buf
	bytes int64  // of the file, before buf
	text  int64  // of UTF-8, before buf
	token int64  // where the token begins, of UTF-8
	limit int64
	begun bool
	bom   bool
	ansi  bool  // the file is windows-1251
	err   error // of r

	damaged int // bytes and letters that were replaced
}

const blockSize = 32 << 10

func newInput(r io.Reader, limit int64) *input {
	return &input{r: r, block: make([]byte, utf8.UTFMax+blockSize), limit: limit}
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

func (in *input) fill() error {
	for {
		if in.err != nil && in.rest == 0 {
			return in.err
		}
		in.bytes += int64(in.raw)
		in.text += int64(len(in.buf))
		in.buf, in.pos, in.raw = in.buf[:0], 0, 0
		if in.text-in.token > in.limit {
			in.err, in.rest = errLong, 0
			return in.err
		}
		got := in.read()
		if !in.begun {
			in.begun = true
			if got = in.begin(got); in.err != nil && !errors.Is(in.err, io.EOF) {
				return in.err
			}
		}
		if in.take(got); len(in.buf) > 0 {
			return nil
		}
	}
}

// read returns the next block of the file, behind what was left of the last one.
func (in *input) read() []byte {
	from := utf8.UTFMax - in.rest
	copy(in.block[from:], in.carry[:in.rest])
	in.rest = 0
	n := 0
	if in.err == nil {
		least := 1
		if !in.begun {
			least = 1 << 10 // the declaration is in it
		}
		n, in.err = io.ReadAtLeast(in.r, in.block[utf8.UTFMax:], least)
		if errors.Is(in.err, io.ErrUnexpectedEOF) {
			in.err = io.EOF
		}
	}
	return in.block[from : utf8.UTFMax+n]
}

var (
	mark        = []byte("\ufeff")
	declaration = regexp.MustCompile(`^\s*<\?xml\s[^>]*\bencoding\s*=\s*["']([^"']*)["']`)
)

// begin finds out the encoding of a file by its beginning, and returns that without its byte order mark, which says
// more than the declaration.
func (in *input) begin(got []byte) []byte {
	if rest, ok := bytes.CutPrefix(got, mark); ok {
		in.bom = true
		in.bytes += int64(len(mark))
		return rest
	}
	if len(got) > 1 && (got[0] == 0xfe && got[1] == 0xff || got[0] == 0xff && got[1] == 0xfe || got[0] == 0 || got[1] == 0) {
		in.err = encodingError{"UTF-16"}
	}
	if m := declaration.FindSubmatch(got); m != nil {
		in.ansi = isANSI(string(m[1]))
	}
	return got
}

func isANSI(encoding string) bool {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "windows-1251", "win-1251", "windows1251", "cp1251", "cp-1251", "1251":
		return true
	}
	return false
}

// charset implements xml.Decoder.CharsetReader. The encoding is known already; what is declared must be it.
func (in *input) charset(name string, _ io.Reader) (io.Reader, error) {
	if in.bom || in.ansi && isANSI(name) || !in.ansi && strings.EqualFold(strings.TrimSpace(name), "utf8") {
		return in, nil
	}
	in.err = encodingError{name}
	return nil, in.err
}

// take makes a block of the file the text that is read next.
func (in *input) take(got []byte) {
	if in.ansi {
		in.raw, in.buf = len(got), in.decode(in.buf, got)
	} else {
		in.raw = len(got)
		if in.err == nil {
			in.raw -= halved(got)
		}
		in.rest = copy(in.carry[:], got[in.raw:])
		if in.buf = got[:in.raw]; !utf8.Valid(in.buf) {
			in.damaged++
			in.buf = bytes.ToValidUTF8(in.buf, []byte("\ufffd"))
		}
	}
	for i, b := range in.buf {
		if b < ' ' && b != '\n' && b != '\t' && b != '\r' {
			in.damaged++
			in.buf[i] = ' '
		}
	}
}

// halved returns how many bytes at the end of a block are a letter of which more must come.
func halved(block []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(block); n++ {
		if last := block[len(block)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// decode appends letters of windows-1251 as UTF-8.
func (in *input) decode(to, from []byte) []byte {
	for _, b := range from {
		if b < utf8.RuneSelf {
			to = append(to, b)
			continue
		}
		r := charmap.Windows1251.DecodeByte(b)
		if r == utf8.RuneError {
			in.damaged++
		}
		to = utf8.AppendRune(to, r)
	}
	return to
}

// offset returns the bytes of the file before a place in its text.
func (in *input) offset(text int64) int64 {
	i := min(max(text-in.text, 0), int64(len(in.buf)))
	if in.ansi {
		return in.bytes + int64(utf8.RuneCount(in.buf[:i]))
	}
	return in.bytes + min(i, int64(in.raw))
}

// decoder returns a tokenizer of the input.
func (in *input) decoder() *xml.Decoder {
	d := xml.NewDecoder(in)
	d.CharsetReader = in.charset
	return d
}
