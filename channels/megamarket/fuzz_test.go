package megamarket

import (
	"encoding/json"
	"net/http"
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

func FuzzParseNew(f *testing.F) {
	seed(f, `{"data":{"shipments":{"1":{"shipmentId":1}}}}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		cb, err := parseNew(b)
		if err != nil {
			return
		}
		if len(cb.New) == 0 || cb.Key() == "" {
			t.Fatal("a callback about nothing")
		}
		for _, n := range cb.New {
			if n.Problem == nil && (n.ShipmentID == "" || n.Scheme == "" || checkLots(n.Lots) != nil) {
				t.Fatalf("an order that cannot be worked on: %+v", n)
			}
			if _, err := json.Marshal(n); err != nil {
				t.Fatalf("it cannot be stored: %v", err)
			}
		}
	})
}

func FuzzParseCancel(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		cb, err := parseCancel(b)
		if err != nil {
			return
		}
		again, err := parseCancel(b)
		if err != nil || again.Key() != cb.Key() {
			t.Fatal("a repeat has another key")
		}
		for _, k := range cb.Cancelled {
			if k.ShipmentID == "" || len(k.Lots) == 0 {
				t.Fatalf("a cancellation of nothing: %+v", k)
			}
		}
	})
}

func FuzzAnswer(f *testing.F) {
	seed(f, `{"success":0,"error":[{"message":"T0KEN"}]}`, `{"success":1,"data":{"result":0}}`, `%PDF-1.4`)
	c := New("T0KEN")
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &rest.Reply{Status: http.StatusOK, Body: b}
		if e := c.judge(r); e != nil && (e.Class == 0 || e.Text == "") {
			t.Fatalf("a refusal that says nothing: %+v", e)
		}
		var out map[string]json.RawMessage
		_ = decodeAnswer(r, &out)
		if s := (Sticker{}); s.read(r) == nil && len(s.Data) == 0 {
			t.Fatal("an empty label")
		}
		for _, p := range readProblems(b) {
			_ = p.String()
		}
	})
}

func FuzzShipment(f *testing.F) {
	seed(f, `{"shipmentId":"1","items":[{"itemIndex":1,"price":"0.01","boxIndex":[1]}]}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		s := readShipment(b)
		if s.Problem != nil {
			if len(s.Lots) > 0 && s.ID == "" || len(s.Extra) == 0 && len(s.Lots) == 0 {
				t.Fatalf("a problem that hides the rest: %+v", s)
			}
			return
		}
		if s.ID == "" || checkLots(s.Lots) != nil {
			t.Fatalf("a shipment that cannot be worked on: %+v", s)
		}
	})
}
