package cdek_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
)

func TestThirtyThousandPointsAreStreamed(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddPoints(30000)
		seen := map[string]bool{}
		for p, err := range c.DeliveryPoints(t.Context(), cdek.PointFilter{}) {
			require.NoError(t, err)
			require.NoError(t, p.Problem)
			seen[p.Code] = true
		}
		require.Len(t, seen, 30004)
		require.Equal(t, 31, srv.Calls("GET /v2/deliverypoints"))

		n := 0
		for range c.DeliveryPoints(t.Context(), cdek.PointFilter{}) {
			if n++; n == 5 {
				break
			}
		}
		synctest.Wait() // the server notices that nobody reads
		require.Equal(t, 32, srv.Calls("GET /v2/deliverypoints"), "leaving the loop ends the reading")
	})
}

func TestPointsAreFiltered(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		yes := true
		var codes []string
		for p, err := range c.DeliveryPoints(t.Context(), cdek.PointFilter{CityCode: 44, Cash: &yes}) {
			require.NoError(t, err)
			codes = append(codes, p.Code)
		}
		require.Equal(t, []string{"MSK5", "MSK900"}, codes)
		p, err := c.DeliveryPoint(t.Context(), "MSK900")
		require.NoError(t, err)
		require.Equal(t, cdek.ParcelLocker, p.Type)
		require.Equal(t, cdek.Decimal("30"), p.WeightMax)
		require.Equal(t, cdek.Decimal("37.62"), p.Location.Longitude)
		require.Equal(t, []cdek.Cell{{Width: "40", Height: "20", Depth: "60"}}, p.Cells)
		require.Len(t, p.WorkTimes, 5)
		_, err = c.DeliveryPoint(t.Context(), "NOPE1")
		require.ErrorIs(t, err, ordo.ErrNotFound)
	})
}

func TestABadRowDoesNotEndTheList(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddRawPoint(map[string]any{"code": "BAD1", "type": "PVZ", "location": map[string]any{"city_code": "Moscow"}})
		srv.AddRawPoint(map[string]any{"code": "ODD1", "type": "PVZ", "is_handout": "true", "weight_max": "30.5", "drive_through": true, "location": map[string]any{"city_code": "44"}})
		points := map[string]cdek.DeliveryPoint{}
		for p, err := range c.DeliveryPoints(t.Context(), cdek.PointFilter{}) {
			require.NoError(t, err)
			points[p.Code] = p
		}
		require.Len(t, points, 6)
		require.ErrorIs(t, points["BAD1"].Problem, ordo.ErrInvalid)
		require.Contains(t, points["BAD1"].Location.Extra, "city_code")
		require.NoError(t, points["ODD1"].Problem)
		require.True(t, points["ODD1"].HandsOut)
		require.Equal(t, 44, points["ODD1"].Location.CityCode)
		require.Contains(t, points["ODD1"].Extra, "drive_through")
	})
}

func TestAListThatFailsSaysWhy(t *testing.T) {
	read := func(c *cdek.Client, ctx context.Context) (n int, last error) {
		for _, err := range c.DeliveryPoints(ctx, cdek.PointFilter{}) {
			if last = err; err == nil {
				n++
			}
		}
		return n, last
	}
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		said := fake.Refuse(200, "application/json", `{"errors":[{"code":"v2_invalid_format","message":"Invalid value [x] in [city_code] parameter"}]}`)
		srv.Faults().Next("GET /v2/deliverypoints", said, said)
		_, err := read(c, t.Context())
		require.Equal(t, "v2_invalid_format", failure(t, err).Code)
		require.Equal(t, "city_code", refusal(t, err).Problems[0].Field())

		srv.Faults().Next("GET /v2/deliverypoints", fake.Cut(1000))
		n, err := read(c, t.Context())
		require.Equal(t, 1, n)
		require.ErrorIs(t, err, ordo.ErrRetry)

		srv.Faults().Next("GET /v2/deliverypoints", fake.BadGateway(), fake.ResetBefore())
		n, err = read(c, t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, n)

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = read(c, ctx)
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestAVendorWhoIgnoresPagesIsNotReadForEver(t *testing.T) {
	calls := 0
	rows := make([]json.RawMessage, 1000)
	for i := range rows {
		rows[i] = json.RawMessage(`{"code":"P` + string(rune('a'+i%26)) + `"}`)
	}
	all, err := json.Marshal(rows)
	require.NoError(t, err)
	c := cdek.New("a", "password", ordo.WithHTTPClient(&http.Client{Transport: fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost {
			_, _ = io.WriteString(w, `{"access_token":"token","expires_in":3599}`)
			return
		}
		calls++
		_, _ = w.Write(all)
	}))}))
	n := 0
	for _, err := range c.DeliveryPoints(t.Context(), cdek.PointFilter{}) {
		if n++; err != nil {
			require.ErrorContains(t, err, "no progress")
			require.ErrorIs(t, err, ordo.ErrRetry)
		}
	}
	require.Equal(t, 1001, n)
	require.Equal(t, 2, calls)
}

func TestPlaces(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		for i := range 2000 {
			srv.AddCity(1000+i, "Село", "KZ", 900)
		}
		n := 0
		for city, err := range c.Cities(t.Context(), cdek.CityFilter{Countries: []string{"RU", "KZ"}}) {
			require.NoError(t, err)
			require.Equal(t, cdek.Decimal("-1"), city.PaymentLimit.Decimal)
			n++
		}
		require.Equal(t, 2003, n)
		for city, err := range c.Cities(t.Context(), cdek.CityFilter{Name: "Новосибирск"}) {
			require.NoError(t, err)
			require.Equal(t, 270, city.Code)
		}
		var regions []string
		for r, err := range c.Regions(t.Context(), "RU") {
			require.NoError(t, err)
			regions = append(regions, r.Name)
		}
		require.Equal(t, []string{"Москва", "Санкт-Петербург", "Новосибирск"}, regions)
		codes, err := c.PostalCodes(t.Context(), 137)
		require.NoError(t, err)
		require.Equal(t, []string{"190000", "190005"}, codes)
		found, err := c.SuggestCities(t.Context(), "Санкт", "RU")
		require.NoError(t, err)
		require.Equal(t, 137, found[0].Code)
		city, err := c.CityAt(t.Context(), "55.75", "37.62")
		require.NoError(t, err)
		require.Equal(t, 44, city.Code)
		_, err = c.PostalCodes(t.Context(), 5)
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}

// points is a vendor with 30,004 points, who does nothing but write them: a client, and the address.
func points(b *testing.B) (*cdek.Client, string) {
	srv := cdektest.New(cdektest.Settings{})
	defer srv.Close()
	srv.AddPoints(30000)
	var rows []json.RawMessage
	for page := range 4 {
		var part []json.RawMessage
		if err := client(srv).Call(b.Context(), http.MethodGet, "/deliverypoints?size=10000&page="+strconv.Itoa(page), nil, &part); err != nil {
			b.Fatal(err)
		}
		rows = append(rows, part...)
	}
	vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost {
			_, _ = io.WriteString(w, `{"access_token":"token","expires_in":3599}`)
			return
		}
		size, _ := strconv.Atoi(r.FormValue("size"))
		page, _ := strconv.Atoi(r.FormValue("page"))
		part := rows[min(page*size, len(rows)):min((page+1)*size, len(rows))]
		_, _ = io.WriteString(w, "[")
		for i, row := range part {
			if i > 0 {
				_, _ = io.WriteString(w, ",")
			}
			_, _ = w.Write(row)
		}
		_, _ = io.WriteString(w, "]")
	}))
	b.Cleanup(vendor.Close)
	return cdek.New("a", "password", ordo.WithBaseURL(vendor.URL)), vendor.URL
}

// held is how much memory lives, in megabytes.
func held() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// BenchmarkPoints compares reading 30,004 points one by one, by the client and by the port, with decoding the whole body at
// once. live-MB is what is held in memory at the last point, the server's own points not counted.
func BenchmarkPoints(b *testing.B) {
	const all = 30004
	bench := func(name string, read func(b *testing.B, c *cdek.Client, address string, last func())) {
		b.Run(name, func(b *testing.B) {
			c, address := points(b)
			before := held()
			b.ReportAllocs()
			for b.Loop() {
				live := -1.0
				read(b, c, address, func() { live = held() })
				if live < 0 {
					b.Fatal("not all points were read")
				}
				b.ReportMetric(live-before, "live-MB")
			}
		})
	}
	bench("streamed", func(b *testing.B, c *cdek.Client, _ string, last func()) {
		n := 0
		for _, err := range c.DeliveryPoints(b.Context(), cdek.PointFilter{}) {
			if err != nil {
				b.Fatal(err)
			}
			if n++; n == all {
				last()
			}
		}
	})
	bench("streamed by the port", func(b *testing.B, c *cdek.Client, _ string, last func()) {
		n := 0
		for _, err := range c.Carrier().Points(b.Context(), carriers.PointQuery{}) {
			if err != nil {
				b.Fatal(err)
			}
			if n++; n == all {
				last()
			}
		}
	})
	bench("whole", func(b *testing.B, _ *cdek.Client, address string, last func()) {
		resp, err := http.Get(address + "/v2/deliverypoints?size=40000&page=0")
		if err != nil {
			b.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			b.Fatal(err)
		}
		var points []cdek.DeliveryPoint
		if err := json.Unmarshal(body, &points); err != nil {
			b.Fatal(err)
		}
		last()
		if len(points) != all || len(body) == 0 {
			b.Fatal(len(points))
		}
	})
}
