package russianposttest

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// object is JSON.
type object = map[string]any

// call is one request to Otpravka.
type call struct {
	*Server
	r    *http.Request
	q    *fake.Values
	body any
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

// refusal is an answer that is no success. A text goes as it is, with the type of a text.
type refusal struct {
	status int
	body   any
}

// absent is the refusal to read what does not exist.
func absent(kind, key string) *refusal {
	return &refusal{http.StatusNotFound, object{
		"code": "1001", "desc": "Instance " + kind + " not found for params: " + key, "sub-code": "RESOURCE_NOT_FOUND",
	}}
}

// broken is the vendor's answer to what it did not expect.
func broken(text string) *refusal {
	return &refusal{http.StatusInternalServerError, object{"code": "1002", "desc": text, "sub-code": "INTERNAL_ERROR"}}
}

// malformed is the answer to a request that cannot be read.
func malformed(text string) *refusal {
	return &refusal{http.StatusBadRequest, object{"status": 400, "error": "Bad Request", "message": text}}
}

// problem is an error of an order.
func problem(code, description, details string) object {
	o := object{"code": code}
	if description == "" {
		description = descriptions[code]
	}
	if description != "" {
		o["description"] = description
	}
	if details != "" {
		o["details"] = details
	}
	return o
}

// file is a document.
type file struct {
	contentType, name string
	data              []byte
}

// handler answers a call with JSON or a file, or refuses it.
type handler func(c *call) (any, *refusal)

// route is a method of Otpravka: the fields of its body, and its parameters.
type route struct {
	do             handler
	fields, params string
}

// routes is Otpravka, the public tariff and tracking. Behind the vendor's hosts each has its own paths only.
func (s *Server) routes() http.Handler {
	otpravka, public, tracking := http.NewServeMux(), http.NewServeMux(), http.NewServeMux()
	ids := "*#"
	for pattern, to := range map[string]route{
		"PUT /1.0/user/backlog":                        {do: createOld, fields: "*( " + orderFields + " )"},
		"PUT /2.0/user/backlog":                        {do: create, fields: "*( " + orderFields + " )"},
		"POST /1.0/user/backlog":                       {do: backToNew, fields: ids},
		"GET /1.0/backlog/search":                      {do: searchBacklog, params: "query"},
		"GET /1.0/backlog/{id}":                        {do: readBacklog},
		"PUT /1.0/backlog/{id}":                        {do: edit, fields: "( " + readOrderFields + " )"},
		"DELETE /1.0/backlog":                          {do: deleteOrders, fields: ids},
		"GET /1.0/backlog/by-group-name/{group}":       {do: groupInBacklog},
		"POST /1.0/user/shipment":                      {do: createBatches, fields: ids, params: "sending-date timezone-offset use-online-balance"},
		"POST /1.0/batch/{name}/sending/{y}/{m}/{d}":   {do: setSendingDate},
		"POST /1.0/batch/{name}/shipment":              {do: addToBatch, fields: ids, params: "group-name"},
		"PUT /1.0/batch/{name}/shipment":               {do: createInBatch, fields: "*( " + orderFields + " )"},
		"GET /1.0/batch/{name}/shipment":               {do: listBatchOrders, params: "size sort page"},
		"GET /1.0/batch/{name}":                        {do: readBatch},
		"GET /1.0/batch":                               {do: listBatches, params: "mailType mailCategory size sort page"},
		"POST /1.0/batch/{name}/checkin":               {do: checkin, params: "useOnlineBalance"},
		"GET /1.0/shipment/search":                     {do: searchShipments, params: "query"},
		"GET /1.0/shipment/{id}":                       {do: readShipment},
		"GET /1.0/shipment/by-group-name/{group}":      {do: groupInBatches},
		"DELETE /1.0/shipment":                         {do: removeFromBatch, fields: ids},
		"GET /1.0/forms/backlog/{id}/forms":            {do: backlogForms, params: "sending-date"},
		"GET /1.0/forms/{key}/{form}":                  {do: forms, params: "sending-date print-type print-type-form"},
		"GET /1.0/archive":                             {do: listArchive},
		"PUT /1.0/archive":                             {do: archive, fields: "*"},
		"POST /1.0/archive/revert":                     {do: unarchive, fields: "*"},
		"GET /1.0/long-term-archive/shipment/search":   {do: searchArchive, params: "query"},
		"PUT /1.0/returns":                             {do: createReturn, fields: "( direct-barcode mail-type )"},
		"PUT /1.0/returns/return-without-direct":       {do: createReturns, fields: "*( " + returnFields + " )"},
		"POST /1.0/returns/{barcode}":                  {do: editReturn, fields: "( " + returnFields + " )"},
		"PUT /1.0/returns/{barcode}":                   {do: editReturn, fields: "( " + returnFields + " )"},
		"POST /1.0/returns":                            {do: editReturn, fields: "( " + returnFields + " )", params: "barcode"},
		"POST /1.0/returns/{$}":                        {do: editReturn, fields: "( " + returnFields + " )", params: "barcode"},
		"DELETE /1.0/returns/delete-separate-return":   {do: deleteReturn, params: "barcode"},
		"POST /1.0/clean/address":                      {do: cleanAddresses, fields: "*( id original-address )"},
		"POST /1.0/clean/physical":                     {do: cleanNames, fields: "*( id original-fio )"},
		"POST /1.0/clean/phone":                        {do: cleanPhones, fields: "*( id original-phone place region area )"},
		"POST /1.0/tariff":                             {do: tariff, fields: "( " + tariffFields + " )"},
		"POST /1.0/unreliable-recipient":               {do: reliability, fields: "*( raw-address raw-full-name raw-telephone )"},
		"GET /1.0/user-shipping-points":                {do: shippingPoints},
		"GET /1.0/settings":                            {do: settings},
		"GET /1.0/settings/limit":                      {do: limit},
		"GET /1.0/counterpart/balance":                 {do: balance},
		"GET /1.0/unloading-passport/zip":              {do: passport, params: "type"},
		"GET /postoffice/1.0/by-address":               {do: officesByAddress, params: "address top"},
		"GET /postoffice/1.0/nearby":                   {do: nearby, params: nearbyParams},
		"GET /postoffice/1.0/settlement.offices.codes": {do: settlementCodes, params: "settlement region district"},
		"GET /postoffice/1.0/{index}":                  {do: office, params: officeParams},
		"GET /postoffice/1.0/{index}/services":         {do: officeServices},
		"GET /postoffice/1.0/{index}/services/{group}": {do: officeServices},
	} {
		otpravka.HandleFunc(pattern, s.serve(to))
	}
	otpravka.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusProxyAuthRequired, "Error namespace or mask or method not found")
	})
	public.HandleFunc("GET /v2/calculate/tariff", s.calculate(true, false))
	public.HandleFunc("GET /v2/calculate/tariff/delivery", s.calculate(true, true))
	public.HandleFunc("GET /v2/calculate/delivery", s.calculate(false, true))
	tracking.HandleFunc("POST /rtm34", s.single)
	tracking.HandleFunc("POST /fc", s.batchService)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		switch first := strings.Split(r.URL.Path, "/")[1]; {
		case host == "otpravka-api.pochta.ru":
			otpravka.ServeHTTP(w, r)
		case host == "tariff.pochta.ru", host == "delivery.pochta.ru":
			public.ServeHTTP(w, r)
		case host == "tracking.russianpost.ru", host == "tracking.pochta.ru":
			tracking.ServeHTTP(w, r)
		case first == "v2":
			public.ServeHTTP(w, r)
		case slices.Contains([]string{"rtm34", "fc"}, first):
			tracking.ServeHTTP(w, r)
		default:
			otpravka.ServeHTTP(w, r)
		}
	})
}

// serve wraps a handler: account, limit, body and parameters, answer.
func (s *Server) serve(to route) http.HandlerFunc {
	var fields *shape
	if to.fields != "" {
		fields = shaped(to.fields)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		c := &call{Server: s, r: r, q: fake.Query(r)}
		s.mu.Lock()
		var answer any
		no := s.admit(r)
		if no == nil && err != nil {
			no = malformed("the body is not whole")
		}
		if no == nil {
			no = c.reads(b, fields, to.params)
		}
		if no == nil {
			answer, no = to.do(c)
		}
		status := http.StatusOK
		if no != nil {
			status, answer = no.status, no.body
		}
		if _, isFile := answer.(*file); !isFile {
			if t, isText := answer.(string); !isText {
				answer = json.RawMessage(encode(answer)) // under the lock: the answer shares the state
			} else {
				answer = t
			}
		}
		s.mu.Unlock()
		write(w, status, answer)
	}
}

// admit checks both logins of Otpravka, and counts.
func (s *Server) admit(r *http.Request) *refusal {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "AccessToken "); !ok || token != s.settings.Token {
		return &refusal{http.StatusUnauthorized, object{"status": 401, "error": "Unauthorized", "message": "Access token is not valid"}}
	}
	key, ok := strings.CutPrefix(r.Header.Get("X-User-Authorization"), "Basic ")
	want := base64.StdEncoding.EncodeToString([]byte(s.settings.Login + ":" + s.settings.Password))
	if !ok || key != want {
		return &refusal{http.StatusUnauthorized, object{
			"code": "1003", "sub-code": "ILLEGAL_CREDENTIALS", "desc": "Ошибка авторизации пользователя: invalid_grant",
		}}
	}
	if s.spend("otpravka", s.settings.Limit) {
		return &refusal{509, "Bandwidth Limit Exceeded"}
	}
	return nil
}

// reads decodes the body and looks for what the method does not have.
func (c *call) reads(b []byte, fields *shape, params string) *refusal {
	for p := range strings.FieldsSeq(params) {
		c.q.Text(p)
	}
	if odd := c.q.Unread(); len(odd) > 0 {
		return malformed("there is no parameter " + odd[0])
	}
	if fields == nil {
		if t := strings.TrimSpace(string(b)); t != "" && t != "[]" && t != "{}" { // clients send these, and the vendor takes them
			return malformed("the request has no body")
		}
		return nil
	}
	kind, _, _ := strings.Cut(c.r.Header.Get("Content-Type"), ";")
	if kind != "application/json" {
		return &refusal{http.StatusUnsupportedMediaType, object{"status": 415, "error": "Unsupported Media Type"}}
	}
	var err error
	if c.body, err = decode(b); err != nil {
		return malformed("JSON parse error: " + err.Error())
	}
	if all, ok := c.body.([]any); ok && fields.item != nil && fields.item.kind == 'o' {
		for i, one := range all {
			if empty, ok := one.([]any); ok && len(empty) == 0 && strings.HasPrefix(c.r.URL.Path, "/1.0/returns") {
				all[i] = object{} // there it is one that has nothing
			} else if _, ok := one.(object); !ok {
				return broken("Внутренняя ошибка")
			}
		}
	}
	if no := fields.fits("", c.body); no != "" {
		return malformed("JSON parse error: " + no)
	}
	return nil
}

// flag is a parameter that is true or false, in the words that the vendor's framework takes.
func (c *call) flag(name string, otherwise bool) (bool, *refusal) {
	switch t := strings.ToLower(c.q.Text(name)); t {
	case "":
		return otherwise, nil
	case "true", "1", "yes", "on":
		return true, nil
	case "false", "0", "no", "off":
		return false, nil
	}
	return false, malformed(name + ": true or false is expected")
}

// list is the items of a body that is a list.
func (c *call) list() []any {
	all, _ := c.body.([]any)
	return all
}

// ordered is a list in the order of the settings.
func ordered[T any](c *call, all []T) []any {
	out := make([]any, 0, len(all))
	for _, one := range all {
		out = append(out, one)
	}
	if c.settings.Shuffle {
		slices.Reverse(out)
	}
	return out
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data can be encoded
	}
	return b
}

// write writes JSON, a text or a file.
func write(w http.ResponseWriter, status int, v any) {
	var b []byte
	switch v := v.(type) {
	case *file:
		w.Header().Set("Content-Type", v.contentType)
		w.Header().Set("Content-Disposition", `attachment; filename="`+v.name+`"`)
		b = v.data
	case string:
		w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
		b = []byte(v)
	case json.RawMessage:
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		b = v
	default:
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		b = encode(v)
	}
	w.WriteHeader(status)
	_, _ = w.Write(b) // a client may have gone away
}
