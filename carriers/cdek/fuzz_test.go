package cdek

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// seed adds the files of testdata.
func seed(f *testing.F, more ...string) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		f.Fatal("no testdata", err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, m := range more {
		f.Add([]byte(m))
	}
}

func FuzzEvent(f *testing.F) {
	seed(f, `{"type":"DELIV_PROBLEM","attributes":[]}`, `{"type":1,"attributes":{"code":{}}}`, `{"type":"ORDER_STATUS","uuid":"u","attributes":null}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ParseEvent(b)
		if err != nil {
			if AnswerTo(err).Status != 200 {
				t.Fatal("the subscription would be lost")
			}
			return
		}
		if e.Type == "" || (e.Type == EventOrderStatus && (e.UUID == "" || e.Status.Code == "")) {
			t.Fatalf("an event about nothing: %+v", e)
		}
		if _, err := json.Marshal(e); err != nil {
			t.Fatalf("it cannot be stored: %v", err)
		}
		again, err := ParseEvent(b)
		if err != nil || again.Key() != e.Key() {
			t.Fatal("a repeat has another key")
		}
	})
}

func FuzzOrder(f *testing.F) {
	seed(f, `{"entity":{"uuid":"u","packages":{"weight":"5"},"statuses":{"code":7}},"requests":{"state":"INVALID"}}`, `{"entity":[]}`)
	c := New("account", "s3cretPass")
	f.Fuzz(func(t *testing.T, b []byte) {
		var in envelope[Order]
		if json.Unmarshal(b, &in) != nil || in.Entity == nil {
			return
		}
		o := in.Entity
		o.Requests = in.Requests
		c.stamp(o)
		if n := len(o.History()); n > len(o.Statuses) || (n > 0 && o.Current().Deleted) {
			t.Fatal("the history is longer than what came")
		}
		out, err := json.Marshal(o)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		var again Order
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("what was written cannot be read: %s: %v", out, err)
		}
		_, _, _ = o.freed(), o.settled(), o.Partial()
	})
}

func FuzzPoint(f *testing.F) {
	seed(f, `{"code":"MSK5","type":"PVZ","location":{"city_code":"44","longitude":30.31},"dimensions":{"width":40},"weight_max":"30.0","is_handout":1}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		var p DeliveryPoint
		if json.Unmarshal(b, &p) != nil {
			return
		}
		out, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if err := json.Unmarshal(out, new(DeliveryPoint)); err != nil {
			t.Fatalf("what was written cannot be read: %s: %v", out, err)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	seed(f, `{"errors":[{"code":"v2_field_is_empty","message":"[recipient] is empty"}]}`, `{"error":"unauthorized"}`,
		`{"error":{"code":5}}`, `{"requests":[{"state":"INVALID"}]}`, `{"access_token":7,"expires_in":"3599"}`, `<html>`)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, status := range []int{200, 400, 401, 500} {
			e := judge(&rest.Reply{Status: status, Body: b})
			if e != nil && (e.Err == nil || (status == 200 && e.Class == 0) || e.Err.Error() == "") {
				t.Fatalf("a refusal that says nothing: %+v", e)
			}
		}
		var token tokenAnswer
		if json.Unmarshal(b, &token) == nil && token.Judge(nil) == nil && token.AccessToken == "" {
			t.Fatal("an empty token is good")
		}
	})
}

func FuzzSum(f *testing.F) {
	for _, s := range []string{"12.5", "1.0E7", `"1.234e-3"`, "-1.0", "null", "1e999999999", "0.1e1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var s, again Sum
		if json.Unmarshal(b, &s) != nil {
			return
		}
		out, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if json.Unmarshal(out, &again) != nil || again != s {
			t.Fatalf("%s is %v, then %v", b, s, again)
		}
	})
}
