package novaposhta

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// call is the body of a request.
type call struct {
	key           ordo.Secret
	model, method string
	properties    any
}

// MarshalJSON implements json.Marshaler.
func (c call) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Key        string `json:"apiKey"`
		Model      string `json:"modelName"`
		Method     string `json:"calledMethod"`
		Properties any    `json:"methodProperties"`
	}{c.key.Reveal(), c.model, c.method, c.properties})
}

// verdict is what every answer has beside its rows. Any of the lists may be an object by name, or empty.
type verdict struct {
	Success      *bool           `json:"success"`
	Errors       Problems        `json:"errors"`
	ErrorCodes   Problems        `json:"errorCodes"`
	Warnings     Problems        `json:"warnings"`
	WarningCodes Problems        `json:"warningCodes"`
	Info         json.RawMessage `json:"info"`
}

// good reports whether the answer says that it is a success.
func (v *verdict) good() bool { return v.Success != nil && *v.Success }

// all returns the warnings with their codes. Errors beside a success are warnings, too.
func (v *verdict) all() Problems {
	return append(v.Warnings.withCodes(v.WarningCodes), v.Errors.withCodes(v.ErrorCodes)...)
}

// total returns how many rows the whole list has; 0 if the answer does not say.
func (v *verdict) total() int {
	var in struct {
		Total int `json:"totalCount"`
	}
	if len(v.Info) == 0 || decode(v.Info, &in) != nil {
		return 0
	}
	return in.Total
}

// answer is an answer with rows.
type answer[T any] struct {
	verdict
	Data []T `json:"data"`
}

// Complete implements rest.Completer.
func (a *answer[T]) Complete() error {
	if !a.good() {
		return errors.New("the answer says neither success nor why not")
	}
	return nil
}

// single is an answer with one row.
type single[T any] struct{ answer[T] }

// Complete implements rest.Completer.
func (s *single[T]) Complete() error {
	if err := s.answer.Complete(); err != nil {
		return err
	}
	if len(s.Data) == 0 {
		return errors.New("the answer has no row")
	}
	return nil
}

// rawAnswer is an answer whose rows are decoded into a value of the caller.
type rawAnswer struct {
	verdict
	out any
}

// envelope takes an answer out of the list that sometimes is around it.
func envelope(b []byte) []byte {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	var around []json.RawMessage
	if len(b) > 0 && b[0] == '[' && json.Unmarshal(b, &around) == nil && len(around) == 1 {
		return bytes.TrimSpace(around[0])
	}
	return b
}

// decodeAnswer reads answers. One without its rows, even if it says success, is none.
func decodeAnswer(r *rest.Reply, out any) error {
	own := *r
	own.Body = envelope(r.Body)
	return rest.Decoder(func(b []byte, v any) error {
		if b[0] != '{' {
			return errors.New("the answer is not an object")
		}
		var all map[string]json.RawMessage
		if err := json.Unmarshal(b, &all); err != nil {
			return err
		}
		data := all["data"]
		if len(data) == 0 || data[0] != '[' && data[0] != '{' {
			return errors.New("the answer has no rows")
		}
		raw, is := v.(*rawAnswer)
		if !is {
			return decode(b, v)
		}
		if err := decode(b, &raw.verdict); err != nil {
			return err
		}
		if !raw.good() {
			return errors.New("the answer says neither success nor why not")
		}
		raw.Warnings = raw.all()
		if raw.out == nil {
			return nil
		}
		return decode(data, raw.out)
	})(&own, out)
}

// decode reads JSON into v, a pointer. Sums are in hryvnias.
func decode(b []byte, v any) error {
	return lax.Decode(b, v, lax.Options{Zone: kyiv(), Currency: currency})
}

// Problem is a warning, or a reason for a refusal.
type Problem struct {
	Code string // of the vendor's dictionary; empty if the text came without one
	Key  string // where the vendor names what it is about, such as "DuplicateValidate"
	Text string // empty if the code came without one
}

// String returns the problem in one line.
func (p Problem) String() string {
	s := p.Text
	if s == "" {
		s = noReason
	}
	if p.Code != "" {
		s = "[" + p.Code + "] " + s
	}
	return s
}

// Problems are warnings, or the reasons for a refusal. Nova Poshta writes them as a list of texts, a list of objects,
// or an object of texts.
type Problems []Problem

// most is how many problems are kept.
const most = 100

// UnmarshalJSON implements json.Unmarshaler. It takes whatever comes and does not fail; long texts are cut.
func (ps *Problems) UnmarshalJSON(b []byte) error {
	*ps = nil
	ps.add("", bytes.TrimSpace(b), 0)
	return nil
}

func (ps *Problems) add(key string, b []byte, depth int) {
	if len(b) == 0 || len(*ps) == most || depth > 5 {
		return
	}
	switch b[0] {
	case '[':
		var all []json.RawMessage
		_ = json.Unmarshal(b, &all) // it is valid
		for _, one := range all {
			ps.add(key, bytes.TrimSpace(one), depth+1)
		}
	case '{':
		d := json.NewDecoder(bytes.NewReader(b))
		_, _ = d.Token()
		for d.More() {
			name, err := d.Token()
			var one json.RawMessage
			if err != nil || d.Decode(&one) != nil {
				return
			}
			own, _ := name.(string)
			ps.add(rest.Clip(own), bytes.TrimSpace(one), depth+1)
		}
	default:
		var t lax.Text
		if t.UnmarshalJSON(b) == nil && t != "" {
			*ps = append(*ps, Problem{Key: key, Text: rest.Clip(string(t))})
		}
	}
}

// withCodes joins texts with their codes: by their names, by their places, or, where there are as many of both, one by
// one. A code whose text is not known stands alone.
func (ps Problems) withCodes(codes Problems) Problems {
	out := append(Problems(nil), ps...)
	for i, c := range codes {
		at := -1
		switch n, err := strconv.Atoi(c.Key); {
		case c.Key == "" && len(codes) == len(ps):
			at = i
		case c.Key != "" && err == nil && n < len(ps) && n >= 0 && ps[n].Key == "":
			at = n
		case c.Key != "":
			for j := range ps {
				if ps[j].Key == c.Key {
					at = j
				}
			}
		}
		if at < 0 {
			out = append(out, Problem{Code: c.Text, Key: c.Key})
			continue
		}
		out[at].Code = c.Text
	}
	return out
}
