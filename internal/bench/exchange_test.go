package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// confirmation is what a client typically sends, and receipt what it gets back.
type (
	confirmation struct {
		Order string         `json:"order"`
		Lines []confirmedLot `json:"lines"`
	}
	confirmedLot struct {
		ID       string `json:"id"`
		Offer    string `json:"offer"`
		Quantity int    `json:"quantity"`
	}
	receipt struct {
		Success bool           `json:"success"`
		Order   string         `json:"order"`
		Lines   []confirmedLot `json:"lines"`
	}
)

const (
	path    = "/order/confirm"
	token   = "6f1c-token"
	maxBody = 16 << 20
)

var question = confirmation{Order: "957283451", Lines: []confirmedLot{
	{ID: "1", Offer: "KETTLE-17", Quantity: 1}, {ID: "2", Offer: "CUP-04", Quantity: 6}, {ID: "3", Offer: "SPOON-11", Quantity: 6},
}}

// BenchmarkExchange measures one call over loopback: what a caller notices of the transport that all clients share.
func BenchmarkExchange(b *testing.B) {
	answer := encodedAnswer(b)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	b.Cleanup(server.Close)
	exchanges(b, server.URL, func() http.RoundTripper {
		t := http.DefaultTransport.(*http.Transport).Clone() // it is one, by its documentation
		b.Cleanup(t.CloseIdleConnections)
		return t
	})
}

// BenchmarkExchangeMem measures the same call without a network: what the transport itself costs.
func BenchmarkExchangeMem(b *testing.B) {
	answer := encodedAnswer(b)
	exchanges(b, "https://shop.example", func() http.RoundTripper { return memory(answer) })
}

// exchanges runs the same call through the transport of ordo and through net/http alone.
func exchanges(b *testing.B, base string, transport func() http.RoundTripper) {
	b.Run("ordo", func(b *testing.B) {
		settings := rest.Resolve(rest.Settings{System: "shop", BaseURL: base},
			ordo.WithHTTPClient(&http.Client{Transport: transport()}))
		client := rest.New(settings, rest.Config{Auth: []rest.Auth{rest.Bearer(token)}, MaxBody: maxBody})
		measure(b, func(ctx context.Context, out *receipt) error {
			_, err := client.Do(ctx, rest.Request{Op: "order/confirm", Method: http.MethodPost, Path: path, Body: rest.JSON(question)}, out)
			return err
		})
	})
	b.Run("nethttp", func(b *testing.B) {
		client := &http.Client{Transport: transport(), Timeout: time.Minute}
		measure(b, func(ctx context.Context, out *receipt) error { return plain(ctx, client, base+path, out) })
	})
}

func measure(b *testing.B, call func(context.Context, *receipt) error) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		var out receipt
		if err := call(b.Context(), &out); err != nil {
			b.Fatal(err)
		}
		if !out.Success || len(out.Lines) != len(question.Lines) {
			b.Fatalf("decoded %+v", out)
		}
	}
}

// plain is the call as one writes it by hand.
func plain(ctx context.Context, client *http.Client, url string, out *receipt) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case err != nil:
		return err
	case len(answer) > maxBody:
		return errors.New("the answer is too long")
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("status %d: %.200s", resp.StatusCode, answer)
	}
	return json.Unmarshal(answer, out)
}

// memory answers every request with the same bytes, as soon as it has read the request.
type memory []byte

func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	if err := r.Body.Close(); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(m)), Body: io.NopCloser(bytes.NewReader(m)),
	}, nil
}

func encodedAnswer(b *testing.B) []byte {
	b.Helper()
	answer, err := json.Marshal(receipt{Success: true, Order: question.Order, Lines: question.Lines})
	if err != nil {
		b.Fatal(err)
	}
	return answer
}
