package onec

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// decodeAnswer reads a good answer. 1C writes numbers that are none, such as NaN, which are not JSON: they are read as
// texts, so that the record has a problem and the answer has none.
func decodeAnswer(b []byte, out any) error {
	b = clean(b)
	switch o := out.(type) {
	case nil:
		return nil
	case *raw:
		return json.Unmarshal(b, o.out)
	}
	return json.Unmarshal(b, out)
}

// raw is what an answer is read into as encoding/json does it: a type that is not of this package.
type raw struct{ out any }

func foreign(out any) any {
	if _, bytes := out.(*[]byte); bytes || out == nil {
		return out
	}
	return &raw{out}
}

// page is an answer with a list.
type page struct {
	Value []json.RawMessage `json:"value"`
	told  bool
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *page) UnmarshalJSON(b []byte) error {
	var all struct {
		Value *[]json.RawMessage `json:"value"`
	}
	err := json.Unmarshal(b, &all)
	if all.Value != nil {
		p.Value, p.told = *all.Value, true
	}
	return err
}

// Complete implements rest.Completer.
func (p *page) Complete() error {
	if !p.told {
		return errors.New(`the answer holds no list "value"`)
	}
	return nil
}

// object is an answer with one object.
type object struct {
	head
	raw json.RawMessage
}

// head is what names an object, whatever its type is.
type head struct {
	Ref     Guid   `json:"Ref_Key"`
	Version string `json:"DataVersion"`
	Posted  bool   `json:"Posted"`
	Deleted bool   `json:"DeletionMark"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *object) UnmarshalJSON(b []byte) error {
	o.raw = bytes.Clone(b)
	_ = lax.Decode(b, &o.head, lax.Options{}) // an odd value is the Problem of what is read; without a Ref see Complete
	return nil
}

// Complete implements rest.Completer.
func (o *object) Complete() error {
	if o.Ref == "" {
		return errors.New("the answer holds no Ref_Key")
	}
	return nil
}

// clean takes the byte order mark away, and puts quotes around NaN and Infinity.
func clean(b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !bytes.Contains(b, []byte("NaN")) && !bytes.Contains(b, []byte("Infinity")) {
		return b
	}
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		n := 1
		switch b[i] {
		case '"':
			for n = 1; i+n < len(b) && b[i+n] != '"'; n++ {
				if b[i+n] == '\\' {
					n++
				}
			}
			n = min(n+1, len(b)-i)
		case 'N', 'I', '-':
			for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
				if bytes.HasPrefix(b[i:], []byte(word)) {
					out = append(append(append(out, '"'), word...), '"')
					i += len(word)
					n = 0
					break
				}
			}
		}
		out = append(out, b[i:i+n]...)
		i += n
	}
	return out
}
