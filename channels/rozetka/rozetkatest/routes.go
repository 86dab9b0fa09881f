package rozetkatest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// call is one request to the API.
type call struct {
	*Server
	r     *http.Request
	query url.Values
	body  []byte
	at    time.Time
}

// route is a method of the API, with the parameters of its address. The query of a search is checked as
// Accept-Validate-Exception says.
type route struct {
	handler func(*call) (any, error)
	params  string
	open    bool // needs no token
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, to := range map[string]route{
		"POST /sites":                      {handler: login, open: true},
		"POST /sites/logout":               {handler: logout},
		"GET /orders/search":               {handler: searchOrders, params: filterNames() + " expand page sort"},
		"GET /orders/{id}":                 {handler: getOrder, params: "expand"},
		"PUT /orders/{id}":                 {handler: updateOrder, params: "expand"},
		"POST /orders/restore":             {handler: restoreOrder},
		"POST /orders/update-delivery":     {handler: updateDelivery},
		"GET /orders/available-deliveries": {handler: availableDeliveries, params: "sla_rz_id payment_method_id"},
		"POST /prro/create-receipt":        {handler: createReceipt},
		"GET /prro/receipt-status/{id}":    {handler: receiptStatus},
		"POST /orders/update-receiver":     {handler: updateReceiver},
		"PUT /orders/update-payment":       {handler: updatePayment, params: "expand"},
		"GET /orders/available-payments":   {handler: availablePayments, params: "order_id"},
		"GET /orders/status-payment/{id}":  {handler: statusPayment},
		"GET /orders/counts-new":           {handler: counts},
		"GET /orders/search-data":          {handler: searchData, params: "types"},
		"GET /v1/orders/search-data":       {handler: searchData, params: "types"},
		"GET /order-statuses/search":       {handler: searchStatuses, params: "id name status_group expand page sort"},
		"GET /status-availables/search":    {handler: searchSteps, params: "parent_id child_id delivery_type page sort"},
		"GET /payments/payment-statuses":   {handler: listPaymentStatuses},
		"GET /market-payment-methods/list": {handler: listPaymentMethods, params: "id status"},
		"GET /delivery-services/search":    {handler: searchServices, params: "id page sort"},
		"GET /goods/on-sale":               {handler: searchGoods, params: goodFilters + " page pageSize sort"},
		"GET /goods/all":                   {handler: searchGoods, params: goodFilters + " page pageSize sort"},
		"GET /calls/search":                {handler: searchCalls, params: callFilters + " page sort"},
		"GET /calls/{id}":                  {handler: getCall},
		"PUT /calls/change-status":         {handler: changeCall},
	} {
		mux.HandleFunc(pattern, s.serve(to))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { s.refuse(w, noMethod) })
	return mux
}

// serve makes a handler: it reads the request, checks the token and the parameters, runs the method under the lock, and
// answers. The vendor may ignore a parameter that it does not know; here it is refused, as it is a client's mistake.
func (s *Server) serve(to route) http.HandlerFunc {
	names := strings.Fields(to.params)
	return func(w http.ResponseWriter, r *http.Request) {
		c := &call{Server: s, r: r}
		var err error
		if c.body, err = io.ReadAll(r.Body); err != nil {
			return // the server has read it before
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		c.at = s.now()
		s.pass(c.at)
		var content any
		if err = c.admit(to, names); err == nil {
			content, err = to.handler(c)
		}
		var no *refusal
		switch {
		case errors.As(err, &no):
			s.refuse(w, no)
		case err != nil:
			s.refuse(w, malformed(err))
		default:
			write(w, http.StatusOK, object{"success": true, "content": content})
		}
	}
}

// admit checks the token, the language and the names of the parameters.
func (c *call) admit(to route, names []string) error {
	if !to.open {
		if err := c.authorize(); err != nil {
			return err
		}
	}
	if !slices.Contains([]string{"", "uk", "ru", "en"}, c.r.Header.Get("Content-Language")) {
		return invalid("Content-Language", "Невідома мова %q", c.r.Header.Get("Content-Language"))
	}
	query, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return malformed(err)
	}
	c.query = query
	for name, values := range query {
		switch {
		case !slices.Contains(names, name):
			return invalid(name, "Невідомий параметр %q", name)
		case len(values) > 1:
			return invalid(name, "Параметр %q вказано двічі", name)
		}
	}
	return nil
}

// validates reports whether the caller wants to be told of wrong filters; otherwise a search finds nothing.
func (c *call) validates() bool {
	v := c.r.Header.Get("Accept-Validate-Exception")
	return v == "1" || v == "true"
}

// number returns a parameter that is a number, or what holds without it.
func (c *call) number(name string, without int64) (int64, error) {
	if !c.query.Has(name) {
		return without, nil
	}
	n, err := strconv.ParseInt(c.query.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0, invalid(name, "Значення %q має бути цілим числом", c.query.Get(name))
	}
	return n, nil
}

// page returns the number of the page that was asked for.
func (c *call) page() (int, error) {
	n, err := c.number("page", 1)
	return int(n), err
}

// sort sorts by a column: "id" or "+id" upwards, "-id" downwards.
func sorted[T any](c *call, all []T, without string, columns map[string]func(a, b T) int) error {
	by := without
	if c.query.Has("sort") {
		by = c.query.Get("sort")
	}
	name, down := strings.CutPrefix(by, "-")
	compare := columns[strings.TrimPrefix(strings.TrimSpace(name), "+")]
	if compare == nil {
		return invalid("sort", "Сортування за %q неможливе", by)
	}
	slices.SortStableFunc(all, func(a, b T) int {
		if down {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return nil
}

// read decodes the body, and refuses fields that v does not have.
func (c *call) read(v any) error {
	if err := fake.Strict(c.body, v); err != nil {
		return malformed(err)
	}
	return nil
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

// integer is a number that may come as a text.
type integer int64

// UnmarshalJSON implements json.Unmarshaler.
func (i *integer) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) != nil {
		text = string(b)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%s is no integer", b)
	}
	*i = integer(n)
	return nil
}
