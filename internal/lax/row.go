package lax

import "encoding/json"

// Row is one record of a list. Whatever is wrong with it is its Problem, and never that of the list: a []Row[T] can
// only fail as a whole if it is no list.
type Row[T any] struct {
	Value   T
	Raw     json.RawMessage
	Problem error // *FieldErrors; Value then holds what could be read
}

// Rows decodes records that came one by one.
func Rows[T any](raws []json.RawMessage, o Options) []Row[T] {
	rows := make([]Row[T], len(raws))
	for i, raw := range raws {
		rows[i].Raw = raw
		rows[i].Problem = Decode(raw, &rows[i].Value, o)
	}
	return rows
}
