package chestnyznaktest_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

const (
	main = "https://markirovka.crpt.ru/api/v3/true-api/"
	v4   = "https://markirovka.crpt.ru/api/v4/true-api/"
	cdn  = "https://cdn01.crpt.ru/api/v4/true-api/"

	one  = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	two  = "0104601234567893215Rx7&aB2kLm9Z\x1d91EE07\x1d92RmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	one1 = "0104601234567893215Qx7&aB2kLm9Z"
	two1 = "0104601234567893215Rx7&aB2kLm9Z"
)

// shop is the participant, at noon in Moscow.
type shop struct {
	*chestnyznaktest.Server
	t     *testing.T
	clock *fake.Clock
	token string
}

func open(t *testing.T, st chestnyznaktest.Settings) *shop {
	t.Helper()
	clock := fake.NewClock(time.Date(2026, 1, 16, 9, 0, 0, 0, time.UTC))
	st.Now = clock.Now
	s := &shop{Server: chestnyznaktest.New(st), t: t, clock: clock}
	t.Cleanup(s.Close)
	s.Add(chestnyznaktest.Code{Full: one, Group: "shoes"}, chestnyznaktest.Code{Full: two, Group: "shoes"})
	if !st.Abroad {
		s.signIn()
	}
	return s
}

func (s *shop) signIn() {
	s.t.Helper()
	status, key := s.call("GET", main+"auth/key", "")
	require.Equal(s.t, 200, status)
	status, token := s.call("POST", main+"auth/simpleSignIn", object{
		"uuid": key["uuid"], "data": s.signed([]byte(key["data"].(string)), false), "unitedToken": true,
	})
	require.Equal(s.t, 200, status, token)
	s.token = token["uuidToken"].(string)
}

type object = map[string]any

func (s *shop) signed(content []byte, detached bool) string {
	s.t.Helper()
	b, err := s.Signer().Sign(s.t.Context(), content, detached)
	require.NoError(s.t, err)
	return base64.StdEncoding.EncodeToString(b)
}

// raw makes a call and returns the answer as it came.
func (s *shop) raw(method, url string, body any) (int, http.Header, string) {
	s.t.Helper()
	text, is := body.(string)
	if !is {
		b, err := json.Marshal(body)
		require.NoError(s.t, err)
		text = string(b)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, url, strings.NewReader(text))
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", "application/json;charset=UTF-8")
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("X-API-KEY", chestnyznaktest.DefaultAPIKey)
	a, err := (&http.Client{Transport: s.Transport()}).Do(r)
	if err != nil {
		return 0, nil, err.Error()
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	require.NoError(s.t, err)
	return a.StatusCode, a.Header, string(b)
}

// call makes a call whose answer is an object.
func (s *shop) call(method, url string, body any) (int, object) {
	s.t.Helper()
	status, _, text := s.raw(method, url, body)
	var v object
	require.NoError(s.t, json.Unmarshal([]byte(text), &v), text)
	return status, v
}

// rows makes a call whose answer is a list.
func (s *shop) rows(method, url string, body any) (int, []object) {
	s.t.Helper()
	status, _, text := s.raw(method, url, body)
	var v []object
	require.NoError(s.t, json.Unmarshal([]byte(text), &v), text)
	return status, v
}

// create signs and sends a document, and returns the answer.
func (s *shop) create(kind string, document any) (int, string) {
	s.t.Helper()
	content, is := document.(string)
	if !is {
		b, err := json.Marshal(document)
		require.NoError(s.t, err)
		content = string(b)
	}
	status, _, text := s.raw("POST", main+"lk/documents/create?pg=shoes", object{
		"document_format": "MANUAL", "type": kind, "signature": s.signed([]byte(content), true),
		"product_document": base64.StdEncoding.EncodeToString([]byte(content)),
	})
	return status, text
}

// sent is create with a document that is taken and checked at once.
func (s *shop) sent(kind string, document any) chestnyznaktest.Document {
	s.t.Helper()
	status, id := s.create(kind, document)
	require.Equal(s.t, 201, status, id)
	s.Process()
	return s.Find(id)
}

// sale is the withdrawal of codes by a distance sale.
func sale(cises ...string) object {
	products := []object{}
	for _, c := range cises {
		products = append(products, object{"cis": c, "product_cost": 480000})
	}
	return object{
		"inn": chestnyznaktest.DefaultINN, "action": "DISTANCE", "action_date": "2026-01-16",
		"document_type": "RECEIPT", "document_number": "10844", "document_date": "2026-01-16", "products": products,
	}
}

// back is the return of a code that the buyer had paid.
func back(cis string) object {
	return object{
		"trade_participant_inn": chestnyznaktest.DefaultINN, "return_type": "REMOTE_SALE_RETURN", "paid": true,
		"primary_document_type": "RECEIPT", "primary_document_number": "10871", "primary_document_date": "2026-01-16",
		"products_list": []object{{"ki": cis}},
	}
}

func with(o object, changes ...any) object {
	b, _ := json.Marshal(o)
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var c object
	_ = d.Decode(&c)
	for i := 0; i < len(changes); i += 2 {
		if changes[i+1] == nil {
			delete(c, changes[i].(string))
		} else {
			c[changes[i].(string)] = changes[i+1]
		}
	}
	return c
}

// state returns what is told of a code.
func (s *shop) state(cis string) (status, reason any) {
	s.t.Helper()
	_, rows := s.rows("POST", main+"cises/info?pg=shoes", []string{cis})
	info := rows[0]["cisInfo"].(object)
	return info["status"], info["withdrawReason"]
}
