package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

type benchLine struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Price int    `json:"price"`
	Count int    `json:"count"`
}

type benchOrder struct {
	Number string      `json:"number"`
	Lines  []benchLine `json:"lines"`
}

func benchBody() benchOrder {
	o := benchOrder{Number: "5180427"}
	for i := range 5 {
		o.Lines = append(o.Lines, benchLine{fmt.Sprint("L", i), "Перчатки рабочие", 12000, i + 1})
	}
	return o
}

// memory answers without a network, as cheaply as a RoundTripper can.
type memory []byte

func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(m)),
		Body: io.NopCloser(bytes.NewReader(m)),
	}, nil
}

// plain is the same exchange by hand: the yardstick.
func plain(b *testing.B, hc *http.Client, base string) {
	for b.Loop() {
		body, err := json.Marshal(benchBody())
		if err != nil {
			b.Fatal(err)
		}
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, base+"/orders", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer t0ken")
		resp, err := hc.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		got, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
		_ = resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		var out benchOrder
		if err := json.Unmarshal(got, &out); err != nil || out.Number == "" {
			b.Fatal(err)
		}
	}
}

func ours(b *testing.B, hc *http.Client, base string) {
	s := rest.Resolve(rest.Settings{System: "bench"}, ordo.WithBaseURL(base), ordo.WithHTTPClient(hc))
	c := rest.New(s, rest.Config{Auth: []rest.Auth{rest.Bearer("t0ken")}})
	for b.Loop() {
		var out benchOrder
		_, err := c.Do(b.Context(), rest.Request{Op: "order/create", Method: "POST", Path: "/orders", Body: rest.JSON(benchBody())}, &out)
		if err != nil || out.Number == "" {
			b.Fatal(err)
		}
	}
}

func BenchmarkExchange(b *testing.B) {
	answer, err := json.Marshal(benchBody())
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	defer srv.Close()
	for _, way := range []struct {
		name string
		hc   *http.Client
		base string
	}{
		{"loopback", srv.Client(), srv.URL},
		{"memory", &http.Client{Transport: memory(answer)}, "https://vendor.example"},
	} {
		b.Run(way.name+"/net-http", func(b *testing.B) { b.ReportAllocs(); plain(b, way.hc, way.base) })
		b.Run(way.name+"/rest", func(b *testing.B) { b.ReportAllocs(); ours(b, way.hc, way.base) })
	}
}
