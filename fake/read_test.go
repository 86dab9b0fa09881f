package fake_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
)

func TestWhatAHandlerDoesNotReadIsNamed(t *testing.T) {
	q := fake.Query(httptest.NewRequest("GET", "/orders?filter[ids][]=7&filter[ids][]=8&filter[email]=a@example.ru&limit=20&page=1", nil))
	require.Equal(t, []string{"7", "8"}, q.List("filter[ids][]"))
	require.Equal(t, "20", q.Text("limit"))
	require.False(t, q.Has("site"))
	require.Equal(t, []string{"filter[email]", "page"}, q.Unread())
}

func TestWhatComesTwiceOrIsNoParameterIsNamed(t *testing.T) {
	q := fake.Query(httptest.NewRequest("GET", "/orders?number=1&number=2&limit=%zz&page=1", nil))
	require.Equal(t, "1", q.Text("number"))
	require.Equal(t, "1", q.Text("page"))
	require.Equal(t, []string{"number=1&number=2&limit=%zz&page=1", "number"}, q.Unread())
}

func TestFaultsThatMadeNothingFailAreListed(t *testing.T) {
	s := fake.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Faults().Next("POST /orders", fake.Status(503))
	s.Faults().Next("POST /order", fake.Status(503))
	resp, err := (&http.Client{Transport: s.Transport()}).Post("https://v.example/orders", "", nil)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, []string{"POST /order: next: [refuse 503]"}, s.Faults().Unused())
}

func TestStrictRefusesWhatTheStructLacks(t *testing.T) {
	var in struct{ Number string }
	require.NoError(t, fake.Strict([]byte(`{"number":"A-1"} `), &in))
	require.Equal(t, "A-1", in.Number)
	require.ErrorContains(t, fake.Strict([]byte(`{"number":"A-1","colour":"red"}`), &in), `unknown field "colour"`)
	require.ErrorContains(t, fake.Strict([]byte(`{"number":"A-1"}{}`), &in), "something follows the JSON")
}

func TestUnknownNamesThePaths(t *testing.T) {
	var v any
	require.NoError(t, json.Unmarshal([]byte(`{"number":"A-1","colour":1,"delivery":{"cost":1,"speed":2},
		"items":[{"offer":{"id":1,"weight":2}},{"size":3}],"extra":{"any":{"thing":1}}}`), &v))
	require.Equal(t, []string{"colour", "delivery.speed", "items[].offer.weight", "items[].size"},
		fake.Unknown(v, "number", "delivery.cost", "items[].offer.id", "extra.*"))
}
