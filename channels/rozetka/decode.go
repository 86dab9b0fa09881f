package rozetka

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"
	_ "time/tzdata" // machines without a database of zones know Kyiv, too

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// currency is what all sums are in.
const currency = "UAH"

// kyiv returns the zone of ROZETKA's clocks: times come and go without one, and the clocks change twice a year.
var kyiv = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil { // it is linked in
		panic(err)
	}
	return zone
})

const stampLayout = time.DateTime

// twice reports whether the clocks in Kyiv show a time twice: the hour in autumn when they are set back.
func twice(t time.Time) bool {
	wall := func(t time.Time) string { return t.In(kyiv()).Format(stampLayout) }
	return wall(t) == wall(t.Add(time.Hour)) || wall(t) == wall(t.Add(-time.Hour))
}

// from writes the beginning of a window in Kyiv time. One that the clocks show twice begins an hour earlier, so that
// nothing is left out, whichever of the two is meant.
func from(t time.Time) string {
	t = t.In(kyiv())
	if twice(t) {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour()-1, t.Minute(), t.Second(), 0, time.UTC) // the wall clock alone
	}
	return t.Format(stampLayout)
}

// until writes the end of a window in Kyiv time, alike. ROZETKA's windows include their ends.
func until(t time.Time) string {
	t = t.Add(time.Second - 1).Truncate(time.Second).In(kyiv())
	if twice(t) {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour()+1, t.Minute(), t.Second(), 0, time.UTC)
	}
	return t.Format(stampLayout)
}

// decode reads JSON into what v points to.
func decode(b []byte, v any) error {
	return lax.Decode(b, v, lax.Options{Zone: kyiv(), Currency: currency, Unix: true})
}

// everything is the fields of a record that is of no use as it is.
func everything(raw json.RawMessage) wire.Extra {
	var all wire.Extra
	if decode(raw, &all) != nil || len(all) == 0 {
		return wire.Extra{"": raw}
	}
	return all
}

// envelope is the envelope of every answer.
type envelope struct {
	Success *bool           `json:"success"`
	Content json.RawMessage `json:"content"`
	Errors  json.RawMessage `json:"errors"`
}

// readEnvelope reads an answer. An answer without "success" is none of ROZETKA's.
func readEnvelope(r *rest.Reply) (*envelope, error) {
	var e envelope
	if err := decode(r.Body, &e); err != nil {
		return nil, err
	}
	if e.Success == nil {
		return nil, errors.New(`the answer has no field "success"`)
	}
	return &e, nil
}

// decodeAnswer reads the content of a good answer into out. "success" decides, not the HTTP status; a refusal without a
// reason, and an answer without content where some is due, decide nothing.
func decodeAnswer(r *rest.Reply, out any) error {
	e, err := readEnvelope(r)
	switch {
	case err != nil:
		return err
	case !*e.Success:
		return errors.New("refused without a reason")
	case out == nil:
		return nil
	case len(e.Content) == 0 || string(e.Content) == "null":
		return errNoContent
	case e.Content[0] != '{' && reflect.TypeOf(out).Elem().Kind() == reflect.Struct:
		return fmt.Errorf("the content is %.40q, not an object", e.Content)
	}
	return decode(e.Content, out)
}
