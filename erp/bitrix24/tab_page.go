package bitrix24

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo/order"
)

const tabStyle = `body{font:14px/1.4 sans-serif;margin:16px;color:#333}table{border-collapse:collapse;margin:4px 0 12px}` +
	`td,th{border:1px solid #ddd;padding:3px 8px;text-align:left}label{display:block;margin:8px 0}input,select{min-width:280px;padding:3px}` +
	`label label{display:inline}label label input{min-width:0}.bad{color:#b00}.done{color:#070}.note{color:#960}small{color:#777;display:block}`

// tabHTML has no scripts: a form is sent to the page's own address.
var tabHTML = template.Must(template.New("tab").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Word "title"}}</title><style>` + tabStyle + `</style></head><body>
{{with .Problem}}<p class="bad" role="alert">{{.}}</p>{{end}}{{with .Done}}<p class="done" role="status">{{.}}</p>{{end}}
{{if .Seal}}
<form method="post"><input type="hidden" name="ordo" value="{{.Seal}}"><button name="do" value="show">{{.Word "again"}}</button></form>
<h2>{{.Word "stock"}}</h2>
{{with .StockProblem}}<p class="bad">{{.}}</p>{{end}}
{{range .Goods}}<h3>{{.Name}}{{with .Article}} [{{.}}]{{end}}{{with .Quantity}} × {{.}}{{end}}</h3>
{{with .Problem}}<p class="bad">{{.}}</p>{{end}}{{with .Short}}<p class="bad">{{.}}</p>{{end}}
{{if .Places}}<table><tr><th>{{$.Word "warehouse"}}</th><th>{{$.Word "reserved"}}</th><th>{{$.Word "free"}}</th><th>{{$.Word "onhand"}}</th><th>{{$.Word "at"}}</th></tr>
{{range .Places}}<tr><td>{{.Warehouse}}</td><td>{{.Reserved}}</td><td>{{.Free}}</td><td>{{.OnHand}}</td><td>{{.At}}</td></tr>
{{end}}</table>{{end}}{{end}}
{{range .Shipments}}{{$s := .}}<h2>{{.Title}}: {{.State}}</h2>
<p>{{with .Carrier}}{{.}} {{end}}{{with .Waybill}}<b>{{.}}</b> {{end}}{{with .To}}→ {{.}} {{end}}{{with .CarrierSays}}({{.}}){{end}}</p>
{{range .Forms}}<h3>{{$.Word "request"}}: {{.Carrier}}</h3>
{{with .Problem}}<p class="bad">{{.}}</p>{{else}}
<form method="post" novalidate><input type="hidden" name="ordo" value="{{$.Seal}}"><input type="hidden" name="shipment" value="{{$s.N}}">
<input type="hidden" name="carrier" value="{{.Carrier}}">
{{range .Problems}}<p class="bad">{{.}}</p>{{end}}
{{range $i, $f := .Fields}}{{with .Heading}}<h4>{{.}}</h4>{{end}}{{template "field" $f}}{{end}}
<button name="do" value="send">{{$.Word "send"}}</button> <button name="do" value="show">{{$.Word "show"}}</button></form>
{{end}}{{end}}{{end}}
{{end}}</body></html>
{{define "field"}}<label>{{.Label}}{{if .Required}}*{{end}}
{{if eq .Input "select"}}<select name="v.{{.Key}}">{{range .Options}}<option value="{{.Value}}"{{if .Chosen}} selected{{end}}>{{.Label}}</option>{{end}}</select>
{{else if eq .Input "checks"}}<input type="hidden" name="v.{{.Key}}" value="">{{$key := .Key}}{{range .Options}}<label><input type="checkbox" name="v.{{$key}}" value="{{.Value}}"{{if .Chosen}} checked{{end}}>{{.Label}}</label> {{end}}
{{else if eq .Input "suggested"}}<input name="v.{{.Key}}" value="{{.Value}}" list="l.{{.Key}}"><datalist id="l.{{.Key}}">{{range .Options}}<option value="{{.Value}}">{{.Label}}</option>{{end}}</datalist>
{{else}}<input type="{{.Input}}" name="v.{{.Key}}" value="{{.Value}}">
{{end}}{{with .Help}}<small>{{.}}</small>{{end}}{{with .Note}}<span class="note">{{.}}</span>{{end}}{{with .Problem}}<span class="bad">{{.}}</span>{{end}}</label>
{{end}}`))

// Word is a word of the page.
func (t *Tab) Word(name string) string {
	switch name {
	case "title":
		return t.say(order.Textf("Stock and carriers"))
	case "again":
		return t.say(order.Textf("Read again"))
	case "stock":
		return t.say(order.Textf("Stock by warehouse"))
	case "warehouse":
		return t.say(order.Textf("Warehouse"))
	case "reserved":
		return t.say(order.Textf("Reserved for this order"))
	case "free":
		return t.say(order.Textf("Free"))
	case "onhand":
		return t.say(order.Textf("On hand"))
	case "at":
		return t.say(order.Textf("As of"))
	case "request":
		return t.say(order.Textf("Request to the carrier"))
	case "send":
		return t.say(order.Textf("Send the request"))
	case "show":
		return t.say(order.Textf("Check which fields apply"))
	}
	return name
}

// tabStyleHash lets the browser take the one style of the page, and no other.
var tabStyleHash = func() string {
	sum := sha256.Sum256([]byte(tabStyle))
	return base64.StdEncoding.EncodeToString(sum[:])
}()

// write sends a page. Only the portal may frame it: as it is known here, not as the browser says.
func (t *Tab) write(w http.ResponseWriter, r *http.Request, status int, p *tabPage) {
	var b bytes.Buffer
	if err := tabHTML.Execute(&b, p); err != nil {
		t.set.Log.ErrorContext(r.Context(), "the tab of a deal cannot be written", "err", err)
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+tabStyleHash+"'; form-action 'self'; base-uri 'none'; frame-ancestors "+t.portal())
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // whoever is gone reads nothing
}

// portal is the origin of the portal, as a browser names it.
func (t *Tab) portal() string {
	u, err := url.Parse(t.s.client.rest.Address())
	if err != nil || u.Host == "" {
		return "'none'"
	}
	return u.Scheme + "://" + u.Host
}
