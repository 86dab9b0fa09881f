package atol

import (
	"encoding/json"
	"testing"

	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/rest"
)

func FuzzCallback(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"uuid":1,"payload":{"total":"1e3"},"warnings":[],"error":{"code":"-1"}}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		cb, err := (Webhook{}).Parse(nil, b)
		if err != nil {
			return
		}
		if cb.UUID == "" || cb.Report == nil || cb.Report.Status == "" {
			t.Fatalf("a callback about nothing: %+v", cb)
		}
		if _, err := json.Marshal(cb); err != nil {
			t.Fatalf("it cannot be stored: %v", err)
		}
		again, err := (Webhook{}).Parse(nil, b)
		if err != nil || again.Key() != cb.Key() {
			t.Fatal("a repeat has another key")
		}
	})
}

func FuzzAnswer(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"error":{"code":12}}`, `{"error":{"code":"x"}}`, `<html>`)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, status := range []int{200, 400, 500} {
			r := &rest.Reply{Status: status, Body: b}
			if e := judge(r); e != nil && (e.Text == "" || e.Code == "" && e.Err == nil || (status == 200 && e.Class == 0)) {
				t.Fatalf("a refusal that says nothing: %+v", e)
			}
		}
	})
}

func FuzzNomenclature(f *testing.F) {
	f.Add("0104601234567893215Qx7&aB2kLm9Z\x1d91EE07")
	f.Add("01046012345678932")
	f.Fuzz(func(t *testing.T, code string) {
		m := Mark{Kind: GS1M, Code: code}
		got, err := m.nomenclature()
		if err == nil && !nomenclaturePattern.MatchString(got) {
			t.Fatalf("%q is refused by the service", got)
		}
		_, _ = m.problem()
	})
}
