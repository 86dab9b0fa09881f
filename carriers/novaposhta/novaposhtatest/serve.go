package novaposhtatest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// object is JSON.
type object = map[string]any

// envelope is what every call is sent in.
type envelope struct {
	Key        string `json:"apiKey"`
	Model      string `json:"modelName"`
	Method     string `json:"calledMethod"`
	Properties any    `json:"methodProperties"`
}

// call is one request to the API.
type call struct {
	*Server
	r        *http.Request
	key      string
	p        object // the properties
	warnings []message
	info     any
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

// owns reports whether the key of the cabinet came with the call.
func (c *call) owns() bool { return c.key == c.settings.Key }

// warn adds a warning of the vendor.
func (c *call) warn(code string) { c.warnings = append(c.warnings, said(code)) }

// count sets how many rows there are on all pages.
func (c *call) count(n int) { c.info = object{"totalCount": n} }

// handler answers a call with rows or a refusal.
type handler func(c *call) (rows []any, no *refusal)

// route is a method of the API, with the paths of its properties; see fake.Unknown.
type route struct {
	handler    handler
	properties string
	open       bool // needs no key
}

// base is the address of the API. The model and the method may follow it.
const base = "/v2.0/json/"

// routes is the API and the forms.
func (s *Server) routes() http.Handler {
	methods := http.NewServeMux()
	for name, to := range map[string]route{
		"Address/getAreas":                                 {handler: areasAll, open: true},
		"Address/getCities":                                {handler: cities, properties: "Ref FindByString Page Limit", open: true},
		"Address/getSettlements":                           {handler: settlements, properties: "AreaRef RegionRef Ref Warehouse FindByString Page Limit", open: true},
		"Address/searchSettlements":                        {handler: searchSettlements, properties: "CityName Page Limit", open: true},
		"Address/searchSettlementStreets":                  {handler: searchStreets, properties: "StreetName SettlementRef Limit", open: true},
		"Address/getStreet":                                {handler: streets, properties: "CityRef FindByString Page Limit", open: true},
		"Address/getWarehouses":                            {handler: warehouses, properties: warehouseFilters, open: true},
		"Address/getWarehouseTypes":                        {handler: warehouseTypes, open: true},
		"Address/save":                                     {handler: saveAddress, properties: addressProperties},
		"Address/update":                                   {handler: updateAddress, properties: "Ref " + addressProperties},
		"Address/delete":                                   {handler: deleteAddress, properties: "Ref"},
		"Counterparty/getCounterparties":                   {handler: counterparties, properties: "CounterpartyProperty FindByString CityRef Page"},
		"Counterparty/getCounterpartyContactPersons":       {handler: contactPersons, properties: "Ref Page"},
		"Counterparty/getCounterpartyAddresses":            {handler: counterpartyAddresses, properties: "Ref CounterpartyProperty Page"},
		"Counterparty/getCounterpartyOptions":              {handler: counterpartyOptions, properties: "Ref"},
		"Counterparty/save":                                {handler: saveCounterparty, properties: partyProperties},
		"Counterparty/update":                              {handler: updateCounterparty, properties: "Ref " + partyProperties},
		"Counterparty/delete":                              {handler: deleteCounterparty, properties: "Ref"},
		"ContactPerson/save":                               {handler: saveContact, properties: contactProperties},
		"ContactPerson/update":                             {handler: updateContact, properties: "Ref " + contactProperties},
		"ContactPerson/delete":                             {handler: deleteContact, properties: "Ref"},
		"InternetDocument/save":                            {handler: save, properties: waybillProperties},
		"InternetDocument/update":                          {handler: update, properties: "Ref " + waybillProperties},
		"InternetDocument/delete":                          {handler: remove, properties: "DocumentRefs DocumentRefs[]"},
		"InternetDocument/getDocument":                     {handler: document, properties: "Ref"},
		"InternetDocument/getDocumentList":                 {handler: documents, properties: listProperties},
		"InternetDocument/getDocumentPrice":                {handler: price, properties: priceProperties, open: true},
		"InternetDocument/getDocumentDeliveryDate":         {handler: deliveryDate, properties: "DateTime ServiceType CitySender CityRecipient", open: true},
		"TrackingDocument/getStatusDocuments":              {handler: track, properties: "Documents[].DocumentNumber Documents[].Phone", open: true},
		"Common/getCargoTypes":                             {handler: dictionary(cargoTypes), open: true},
		"Common/getServiceTypes":                           {handler: dictionary(serviceTypes), open: true},
		"Common/getTypesOfPayers":                          {handler: dictionary(payers), open: true},
		"Common/getTypesOfPayersForRedelivery":             {handler: dictionary(payers), open: true},
		"Common/getPaymentForms":                           {handler: dictionary(paymentForms), open: true},
		"Common/getTypesOfCounterparties":                  {handler: dictionary(partyTypes), open: true},
		"Common/getBackwardDeliveryCargoTypes":             {handler: dictionary(backwardTypes), open: true},
		"Common/getOwnershipFormsList":                     {handler: dictionary(ownershipForms), open: true},
		"Common/getTimeIntervals":                          {handler: timeIntervals, properties: "RecipientCityRef DateTime", open: true},
		"Common/getPalletsList":                            {handler: pallets, open: true},
		"Common/getTiresWheelsList":                        {handler: tires, open: true},
		"Common/getPackList":                               {handler: packs, properties: "Length Width Height VolumetricWeight TypeOfPacking", open: true},
		"Common/getCargoDescriptionList":                   {handler: descriptions, properties: "FindByString Page", open: true},
		"Common/getMessageCodeText":                        {handler: messageCodes, open: true},
		"ScanSheet/insertDocuments":                        {handler: insertDocuments, properties: "DocumentRefs[] Ref Date"},
		"ScanSheet/getScanSheet":                           {handler: scanSheet, properties: "Ref CounterpartyRef"},
		"ScanSheet/getScanSheetList":                       {handler: scanSheets},
		"ScanSheet/removeDocuments":                        {handler: removeDocuments, properties: "DocumentRefs[] Ref"},
		"ScanSheet/deleteScanSheet":                        {handler: deleteScanSheet, properties: "ScanSheetRefs[]"},
		"AdditionalService/CheckPossibilityCreateReturn":   {handler: mayReturn, properties: "Number"},
		"AdditionalService/checkPossibilityForRedirecting": {handler: mayRedirect, properties: "Number"},
		"AdditionalService/CheckPossibilityChangeEW":       {handler: mayChange, properties: "IntDocNumber"},
		"AdditionalService/getReturnReasons":               {handler: returnReasons},
		"AdditionalService/getReturnReasonsSubtypes":       {handler: returnSubtypes, properties: "ReasonRef"},
		"AdditionalService/save":                           {handler: saveRequest, properties: requestProperties},
		"AdditionalService/delete":                         {handler: deleteRequest, properties: "Ref"},
		"AdditionalService/getReturnOrdersList":            {handler: requestsOf(cargoReturn), properties: requestFilters},
		"AdditionalService/getRedirectionOrdersList":       {handler: requestsOf(redirecting), properties: requestFilters},
		"AdditionalService/getChangeEWOrdersList":          {handler: requestsOf(changing), properties: requestFilters},
	} {
		methods.HandleFunc("POST /v2.0/json/"+name, s.serve(to))
	}
	methods.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		code := "20000402050"
		if _, model := methodsOf[strings.Split(strings.TrimPrefix(r.URL.Path, base), "/")[0]]; !model {
			code = "20000401459"
		}
		s.answer(w, &call{Server: s, r: r}, nil, refuse(code))
	})
	mux := http.NewServeMux()
	mux.Handle("POST "+strings.TrimSuffix(base, "/"), s.dispatch(methods))
	mux.Handle("POST "+base+"{suffix...}", s.dispatch(methods))
	mux.HandleFunc("GET /orders/{form}/{rest...}", s.print)
	mux.HandleFunc("GET /scanSheet/{form}/{rest...}", s.print)
	return mux
}

// methodsOf are the models.
var methodsOf = map[string]bool{
	"Address": true, "Counterparty": true, "ContactPerson": true, "InternetDocument": true, "TrackingDocument": true, "Common": true,
	"ScanSheet": true, "AdditionalService": true,
}

// dispatch passes a call on by the model and the method that it names.
func (s *Server) dispatch(methods http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		var e envelope
		if err == nil {
			err = fake.Strict(b, &e)
		}
		if err != nil {
			s.answer(w, &call{Server: s, r: r}, nil, odd("the request: "+err.Error()))
			return
		}
		to := strings.TrimSuffix(e.Model, "General") + "/" + e.Method
		if suffix := strings.Trim(r.PathValue("suffix"), "/"); suffix != "" && suffix != to && suffix != e.Model+"/"+e.Method {
			s.answer(w, &call{Server: s, r: r}, nil, odd("the address names "+suffix+", the body "+to))
			return
		}
		inner := r.Clone(r.Context())
		inner.URL.Path, inner.URL.RawPath, inner.Body = base+to, "", io.NopCloser(bytes.NewReader(b))
		methods.ServeHTTP(w, inner)
	})
}

// serve wraps a handler: key, properties, answer.
func (s *Server) serve(to route) http.HandlerFunc {
	known := strings.Fields(to.properties)
	return func(w http.ResponseWriter, r *http.Request) {
		var e envelope
		d := json.NewDecoder(r.Body)
		d.UseNumber()
		err := d.Decode(&e)
		c := &call{Server: s, r: r, key: e.Key, p: object{}}
		switch p := e.Properties.(type) {
		case map[string]any:
			maps.DeleteFunc(p, func(_ string, v any) bool { return v == nil }) // as isset of PHP
			c.p = p
		case nil:
		case []any: // what an empty array of PHP becomes
			if len(p) > 0 {
				err = io.ErrUnexpectedEOF
			}
		default:
			err = io.ErrUnexpectedEOF
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		no := s.admit(e.Key, to.open)
		switch unknown := fake.Unknown(c.p, known...); {
		case no != nil:
		case err != nil:
			no = odd("methodProperties is no object")
		case len(unknown) > 0 && e.Method == "getStatusDocuments" && c.p["Documents"] == nil:
			no = refuse("20000301007") // as with a name in another case
		case len(unknown) > 0:
			no = odd(strings.Join(unknown, ", ") + " is no property of " + e.Model + "." + e.Method)
		}
		var rows []any
		if no == nil {
			rows, no = to.handler(c)
		}
		s.answer(w, c, rows, no)
	}
}

// admit checks the key.
func (s *Server) admit(key string, open bool) *refusal {
	valid, known := s.keys[key]
	switch {
	case key == "" && open:
	case key == "":
		return refuse("20000101582")
	case !known:
		return refuse("20000200068")
	case !valid:
		return refuse("20000201204")
	case !open && key != s.settings.Key:
		return odd("the key of another cabinet does this")
	}
	return nil
}

// answer writes what every call is answered with, and that is always status 200.
func (s *Server) answer(w http.ResponseWriter, c *call, rows []any, no *refusal) {
	success, errors := no == nil, []message(nil)
	if no != nil {
		success, errors, rows = no.done, no.errors, no.rows
	}
	if rows == nil {
		rows = []any{}
	}
	if c.info == nil {
		c.info = []any{}
	}
	body := object{"success": success, "data": rows, "info": c.info, "messageCodes": []any{}, "infoCodes": []any{}}
	body["errors"], body["errorCodes"] = told(errors)
	body["warnings"], body["warningCodes"] = told(c.warnings)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, encode(body)) // a client may have gone away
}

func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // plain data can be encoded
	}
	return strings.TrimSpace(b.String())
}
