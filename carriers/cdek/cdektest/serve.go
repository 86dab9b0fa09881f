package cdektest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// object is JSON.
type object = map[string]any

// call is one request to the API.
type call struct {
	*Server
	r    *http.Request
	body object
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

// took answers a call that changed the state.
func (c *call) took(status int, uuid string, requests []object) (int, any, *refusal) {
	c.commit()
	return status, object{"entity": object{"uuid": uuid}, "requests": requests}, nil
}

// refusal is an answer that reports errors.
type refusal struct {
	status    int
	problems  []object
	byRequest string // the type of the request, for the older shape
}

func problem(code, message string) object { return object{"code": code, "message": message} }

func refuse(code, message string) *refusal {
	return &refusal{status: http.StatusBadRequest, problems: []object{problem(code, message)}}
}

// Refuse answers with an error of CDEK. The request has no effect.
func Refuse(status int, code, message string) fake.Fault {
	return fake.Refuse(status, "application/json", encode(object{"errors": []object{problem(code, message)}}))
}

// handler answers a call with a body or a refusal.
type handler func(c *call) (status int, answer any, no *refusal)

// route is a method of the API, with the fields of its body and the parameters of its address.
type route struct {
	handler        handler
	fields, params string
}

// routes is the API.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/v2/oauth/token", s.token)
	for pattern, to := range map[string]route{
		"POST /v2/orders":                      {handler: create, fields: orderFields},
		"PATCH /v2/orders":                     {handler: change, fields: changeFields},
		"GET /v2/orders":                       {handler: find, params: "cdek_number im_number"},
		"GET /v2/orders/{uuid}":                {handler: read},
		"DELETE /v2/orders/{uuid}":             {handler: remove},
		"POST /v2/orders/{uuid}/refusal":       {handler: sendBack},
		"POST /v2/orders/{uuid}/clientReturn":  {handler: clientReturn, fields: "tariff_code"},
		"GET /v2/orders/{uuid}/intakes":        {handler: intakesOf, params: "uuid"},
		"POST /v2/calculator/tariff":           {handler: tariff, fields: quoteFields + " tariff_code " + serviceFields},
		"POST /v2/calculator/tarifflist":       {handler: tariffList, fields: quoteFields},
		"POST /v2/calculator/tariffAndService": {handler: tariffAndService, fields: quoteFields + " " + serviceFields},
		"GET /v2/calculator/alltariffs":        {handler: allTariffs},
		"GET /v2/location/cities":              {handler: cities, params: ownCity + " country_codes postal_code city payment_limit size page lang"},
		"GET /v2/location/regions":             {handler: regions, params: "country_codes fias_region_guid size page lang"},
		"GET /v2/location/postalcodes":         {handler: postalCodes, params: "city_code"},
		"GET /v2/location/suggest/cities":      {handler: suggest, params: "name country_code"},
		"GET /v2/location/coordinates":         {handler: coordinates, params: "latitude longitude"},
		"POST /v2/webhooks":                    {handler: subscribe, fields: "type url"},
		"GET /v2/webhooks":                     {handler: subscriptions},
		"GET /v2/webhooks/{uuid}":              {handler: oneSubscription},
		"DELETE /v2/webhooks/{uuid}":           {handler: unsubscribe},
		"POST /v2/print/{kind}":                {handler: makeForm, fields: formFields},
		"GET /v2/print/{kind}/{uuid}":          {handler: readForm},
		"POST /v2/intakes":                     {handler: orderIntake, fields: intakeFields},
		"PATCH /v2/intakes":                    {handler: changeIntake, fields: "uuid status( code add_status )"},
		"GET /v2/intakes/{uuid}":               {handler: readIntake},
		"DELETE /v2/intakes/{uuid}":            {handler: cancelIntake},
		"POST /v2/intakes/availableDays":       {handler: intakeDays, fields: "date from_location( " + placeFields + " )"},
		"POST /v2/delivery":                    {handler: agree, fields: agreementFields},
		"GET /v2/delivery/{uuid}":              {handler: readAgreement},
		"GET /v2/delivery/intervals":           {handler: intervals, params: "order_uuid cdek_number"},
		"POST /v2/delivery/estimatedIntervals": {handler: intervals, fields: estimateFields},
	} {
		mux.HandleFunc(pattern, s.serve(to))
	}
	mux.HandleFunc("GET /v2/deliverypoints", s.serveStream)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		write(w, http.StatusNotFound, object{"errors": []object{problem("v2_bad_request", r.URL.Path+" is unknown")}})
	})
	return mux
}

// serve wraps a handler: token, fields and parameters, answer.
func (s *Server) serve(to route) http.HandlerFunc {
	shape := shape(to.fields)
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{Server: s, r: r, body: object{}}
		b, err := io.ReadAll(r.Body)
		if err == nil && len(b) > 0 {
			d := json.NewDecoder(bytes.NewReader(b))
			d.UseNumber()
			err = d.Decode(&c.body)
		}
		s.mu.Lock()
		no := s.admit(r)
		status, answer := 0, any(nil)
		switch {
		case no != nil:
		case err != nil:
			no = refuse("v2_bad_request", "Malformed request")
		default:
			if no = cmp.Or(asks(r, to.params), fits(b, shape)); no == nil {
				status, answer, no = to.handler(c)
			}
		}
		if no != nil {
			status, answer = no.status, s.refused(no)
		}
		text := encode(answer) // under the lock: the answer shares the state
		s.mu.Unlock()
		if pdf, ok := answer.([]byte); ok {
			w.Header().Set("Content-Type", "application/pdf")
			_, _ = w.Write(pdf)
			return
		}
		writeText(w, status, text)
	}
}

// refused is the body of a refusal.
func (s *Server) refused(no *refusal) object {
	if no.byRequest == "" || !s.settings.RefuseByRequest {
		return object{"errors": no.problems}
	}
	return object{"requests": []object{{
		"request_uuid": s.id(), "type": no.byRequest, "date_time": stamp(s.settings.Now()), "state": "INVALID",
		"errors": no.problems, "warnings": []object{},
	}}}
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data can be encoded
	}
	return string(b)
}

func write(w http.ResponseWriter, status int, v any) { writeText(w, status, encode(v)) }

func writeText(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // a client may have gone away
}

// token issues a token. The parameters come as a form or in the query.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	no := func(status int, code, text string) {
		write(w, status, object{"error": code, "error_description": text})
	}
	switch {
	case r.Method != http.MethodPost:
		no(http.StatusUnauthorized, "unauthorized", "Full authentication is required to access this resource")
	case r.FormValue("grant_type") != "client_credentials":
		no(http.StatusBadRequest, "unsupported_grant_type", "Unsupported grant type")
	case r.FormValue("client_id") != s.settings.Account || r.FormValue("client_secret") != s.settings.Password:
		no(http.StatusUnauthorized, "invalid_client", "Bad client credentials")
	default:
		jti := s.id()
		token := "eyJhbGciOiJSUzI1NiJ9." + jti + ".c2ln"
		s.tokens[token] = s.settings.Now().Add(s.settings.TokenLife)
		fake.Commit(r)
		write(w, http.StatusOK, object{
			"access_token": token, "token_type": "bearer", "expires_in": int(s.settings.TokenLife.Seconds()),
			"scope": "order:all payment:all", "jti": jti,
		})
	}
}

// admit checks the token.
func (s *Server) admit(r *http.Request) *refusal {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	until, known := s.tokens[given]
	switch {
	case !ok || !known:
		return &refusal{status: 401, problems: []object{problem("unauthorized", "Full authentication is required to access this resource")}}
	case !s.settings.Now().Before(until):
		return &refusal{status: 401, problems: []object{problem("v2_token_expired", "Token expired")}}
	}
	return nil
}
