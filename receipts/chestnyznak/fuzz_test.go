package chestnyznak

import (
	"encoding/json"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

func FuzzAnswer(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"error_message":"нет"}`, `{"code":401,"description":"Unauthorized"}`, `[{"cisInfo":{"requestedCis":"x"},"errorCode":"404"}]`, `"`+"e2a0b6d3-7f8c-4f6f-9f0e-7a1c2b3d4e5f"+`"`, `<html>`,
		`[{"number":"1","type":"LK_RECEIPT","errors":["e"],"body":{"products":[{"cis":""}]}}]`)
	code, err := marking.Parse("0104601234567893215Qx7&aB2kLm9Z")
	if err != nil {
		f.Fatal(err)
	}
	units := []marking.ReportUnit{{Code: code}}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, status := range []int{200, 400, 404, 451, 500} {
			for _, judge := range []func(*rest.Reply) *ordo.Error{judge, judgeHost} {
				if e := judge(&rest.Reply{Status: status, Body: b}); e != nil && e.Text == "" {
					t.Fatalf("a refusal after %d that says nothing", status)
				}
			}
		}
		if id := idIn(b); id != "" && len(id) != 36 {
			t.Fatalf("the id is %q", id)
		}
		var documents []lax.Row[Document]
		if decode(b, &documents) != nil {
			return
		}
		for _, row := range documents {
			d := row.Value
			if _, err := json.Marshal(d); err != nil {
				t.Fatalf("it cannot be stored: %v", err)
			}
			p, err := paperOf(&d)
			if err == nil && len(p.codes) == 0 {
				t.Fatal("a document without codes")
			}
			if n := len(codeErrors(&d, units)) + len(wholeErrors(&d, p)); n < len(d.Errors) && len(p.codes) == 1 && p.codes[0].cis == code.CIS() {
				t.Fatalf("%d errors, and %d of them are told", len(d.Errors), n)
			}
			if _, err := p.report(); err != nil {
				continue
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	g := Files(nil, Settings{INN: "5544332219"})
	code, err := marking.Parse("0104601234567893215Qx7&aB2kLm9Z")
	if err != nil {
		f.Fatal(err)
	}
	for _, d := range []marking.Direction{marking.Withdraw, marking.Reinstate} {
		b, name, err := g.write(marking.Report{Key: "A/1", Direction: d, Units: []marking.ReportUnit{{Code: code}}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, b)
	}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		r, err := readFile(name, b)
		if err == nil && len(r.Units) == 0 {
			t.Fatal("a report without codes")
		}
	})
}
