package russianpost

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// seeds adds the recorded answers of testdata, and more.
func seeds(f *testing.F, pattern string, more ...string) {
	f.Helper()
	files, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range more {
		f.Add([]byte(s))
	}
}

// FuzzJSON reads answers of Otpravka: what is read of an order can be sent again, and no answer panics.
func FuzzJSON(f *testing.F) {
	seeds(
		f, "*.json", `{"errors":[{"position":0,"error-codes":[{"code":"EMPTY_INDEX_TO","details":"1"}]}],"orders":[]}`, `[{"position":0,"errors":[{"code":"X"}]}]`,
		`{"errors":[["a",{"error-code":7}],null]}`, `{"code":"1001","desc":"x"}`, `{"last-oper-type":"PROCESSING","last-oper-attr":"ARRIVED"}`, `{"errors":[{"msg":"x","code":1207}]}`,
	)
	judged := judge(clock{})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, status := range []int{200, 400, 401, 500} {
			if e := judged(&rest.Reply{Status: status, Header: http.Header{}, Body: b}); e != nil {
				if status == 200 && e.Class == 0 {
					t.Errorf("a refusal without a class: %v", e)
				}
				if n := len(e.Error()); n > most*4000 {
					t.Errorf("an error of %d bytes", n)
				}
			}
		}
		_ = silence(&rest.Reply{Body: b}, nil)
		var o Order
		if decode(b, &o) != nil {
			return
		}
		o.Last()
		sent, err := lax.Encode(o.Draft)
		if err != nil {
			return // digits that are none
		}
		var again Draft
		if err := decode(sent, &again); err != nil {
			t.Fatalf("what is sent cannot be read: %v: %s", err, sent)
		}
		second, err := lax.Encode(again)
		if err != nil || string(second) != string(sent) {
			t.Errorf("sent %s, then %s: %v", sent, second, err)
		}
	})
}

// FuzzSOAP reads answers of tracking: what is read is JSON, and a record is never lost without a word.
func FuzzSOAP(f *testing.F) {
	seeds(
		f, "*.xml",
		`<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><a xmlns="urn:x" b="c">d<e/>f<e>g</e></a></S:Body></S:Envelope>`,
		`<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><answerByTicketResponse><error ErrorTypeID="6" ErrorName="x"/></answerByTicketResponse></S:Body></S:Envelope>`,
		`<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><answerByTicketResponse><value><Item Barcode="A"><Operation OperTypeID="1"/></Item></value></answerByTicketResponse></S:Body></S:Envelope>`,
		`<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body><S:Fault><S:Detail><AuthorizationFaultReason>x</AuthorizationFaultReason></S:Detail></S:Fault></S:Body></S:Envelope>`,
	)
	judged := judgeSOAP(clock{})
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = judged(&rest.Reply{Status: 500, Header: http.Header{}, Body: b})
		in, err := parseEnvelope(b)
		if err != nil {
			return
		}
		if !json.Valid(in.body) {
			t.Fatalf("no JSON: %q", in.body)
		}
		var list []lax.Row[Record]
		_ = decodeXML(in.body, &list)
		for _, row := range list {
			row.Value.Code()
		}
		var a struct {
			Value struct {
				Answer
				Items []TicketItem `json:"Item"`
			} `json:"value"`
		}
		_ = decodeXML(in.body, &a)
		whole := a.Value.Answer
		whole.Items = a.Value.Items
		var asked []string
		for _, i := range whole.Items {
			asked = append(asked, i.Barcode)
		}
		s := whole.Sort(append(asked, "X")...)
		told := len(s.Others)
		for _, all := range [][]TicketItem{s.News, s.Failed} {
			told += len(all)
		}
		if told+len(s.Silent) == 0 {
			t.Error("what was asked for is told nowhere")
		}
	})
}
