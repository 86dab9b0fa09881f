package retailcrm

import (
	"github.com/ordo-sdk/ordo/internal/strictjson"
)

// ParseMapping reads a merchant's settings from JSON, in the form in which [Mapping] is written. Nothing is taken from
// [DefaultMapping]. It is strict: an unknown field, one that occurs twice, a value of another kind, a state or
// scheme that does not exist are all listed, each with the path of its field, in a *[MappingError] within an
// *ordo.Error of class Invalid. Whether the account knows the codes is for [System.Check] to say.
func ParseMapping(b []byte) (Mapping, error) {
	var m Mapping
	r := &mappingReader{}
	for _, p := range strictjson.Read(b, &m) {
		r.wrong(p.Field, "", p.Why, p.Known...)
	}
	if len(r.problems) == 0 {
		r.problems = m.problems()
	}
	if len(r.problems) > 0 {
		return Mapping{}, mappingError("", r.problems)
	}
	return m, nil
}

// mappingReader keeps what is wrong with settings.
type mappingReader struct{ problems []MappingProblem }

func (r *mappingReader) wrong(field, code, why string, known ...string) {
	r.problems = append(r.problems, MappingProblem{Field: field, Code: code, Why: why, Known: known})
}

// below is the path of a field.
func below(path, key string) string { return strictjson.Below(path, key) }
