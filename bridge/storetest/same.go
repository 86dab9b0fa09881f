package storetest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// differ tells how two values differ, if they do; instants count, not zones, and nil is as good as empty.
func differ(what string, got, want any) error {
	if reflect.DeepEqual(got, want) {
		return nil // the usual case, and much the quicker one
	}
	g, err := plain(got)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	w, err := plain(want)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if g != w {
		return fmt.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
	return nil
}

// logged is an event and whose it is, for comparison: bridge.LoggedEvent as JSON is the event only.
type logged struct {
	Order string
	Event any
}

// plain writes a value so that values that count as the same look the same.
func plain(v any) (string, error) {
	if ls, ok := v.([]bridge.LoggedEvent); ok {
		all := make([]logged, len(ls))
		for i, l := range ls {
			all[i] = logged{l.Order, l.Event}
		}
		v = all
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		return "", err
	}
	b, err = json.Marshal(prune(tree))
	return string(b), err
}

// prune brings times to UTC and leaves out what says nothing.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			if e = prune(e); e == nil {
				delete(v, k)
			} else {
				v[k] = e
			}
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i := range v {
			v[i] = prune(v[i])
		}
	case string:
		at, err := time.Parse(time.RFC3339Nano, v)
		if err != nil {
			return v
		}
		if at.IsZero() {
			return nil
		}
		return at.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
	}
	return v
}
