package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Values are the parameters of a query or form. It notes which of them a handler reads, so that a fake can refuse the
// others: vendors refuse or apply what they are sent, and a fake that ignores it hides the mistakes of a client.
type Values struct {
	all  url.Values
	read map[string]bool
	bad  string // what of a query cannot be read
}

// Query returns the parameters in the address of a request.
func Query(r *http.Request) *Values {
	all, err := url.ParseQuery(r.URL.RawQuery)
	v := Form(all)
	if err != nil {
		v.bad = r.URL.RawQuery
	}
	return v
}

// Form returns the parameters of a form.
func Form(v url.Values) *Values { return &Values{all: v, read: map[string]bool{}} }

// Text returns the value of a parameter, empty if there is none. One that came more than once counts as unread.
func (v *Values) Text(name string) string {
	v.read[name] = v.read[name] || len(v.all[name]) < 2
	return v.all.Get(name)
}

// List returns all values of a parameter.
func (v *Values) List(name string) []string {
	v.read[name] = true
	return v.all[name]
}

// Has reports whether there is such a parameter.
func (v *Values) Has(name string) bool {
	v.read[name] = true
	return v.all.Has(name)
}

// Unread returns the names that were given and never read, sorted, behind a query of which a part is no parameter. It
// is asked when all was read, before the commit.
func (v *Values) Unread() []string {
	var out []string
	if v.bad != "" {
		out = append(out, v.bad)
	}
	for _, name := range slices.Sorted(maps.Keys(v.all)) {
		if !v.read[name] {
			out = append(out, name)
		}
	}
	return out
}

// Strict decodes JSON into a struct, and refuses fields that the struct does not have and anything after the value.
// Names in another case and fields that come twice are taken, as encoding/json takes them.
func Strict(body []byte, v any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return errors.New("the body is empty")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("something follows the JSON at byte %d", d.InputOffset())
	}
	return nil
}

// Unknown returns the paths in decoded JSON (maps, slices and values) that none of the names means, sorted. A name is a
// path such as "number", "delivery.cost" or "items[].offer.externalId", the items of a list alike; ".*" at the end is
// anything below. A name also means what is above it.
func Unknown(v any, names ...string) []string {
	known := map[string]bool{}
	for _, n := range names {
		for known[n] = true; ; known[n] = true {
			i := strings.LastIndexAny(n, ".[")
			if i < 0 {
				break
			}
			n = n[:i]
		}
	}
	found := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		if known[path+".*"] {
			return
		}
		switch v := v.(type) {
		case map[string]any:
			for name, below := range v {
				at := strings.TrimPrefix(path+"."+name, ".")
				if known[at] {
					walk(at, below)
				} else {
					found[at] = true
				}
			}
		case []any:
			for _, one := range v {
				walk(path+"[]", one)
			}
		}
	}
	walk("", v)
	return slices.Sorted(maps.Keys(found))
}
