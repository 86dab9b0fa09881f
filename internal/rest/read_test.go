package rest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// A vendor that reads by POST answers something else than documented: that is no doubt about a write.
func TestAReadByPostIsNeverInDoubt(t *testing.T) {
	for name, body := range map[string]string{"another type": `{"n":"x"}`, "no JSON": `oops`, "too long": `{"n":1}` + strings.Repeat(" ", 100)} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(body))
			}))
			defer s.Close()
			settings := rest.Resolve(rest.Settings{System: "shop", BaseURL: "https://shop.example"},
				ordo.WithHTTPClient(&http.Client{Transport: s.Transport()}), ordo.WithMaxAttempts(1))
			c := rest.New(settings, rest.Config{MaxBody: 50})
			var out struct {
				N int `json:"n"`
			}
			_, err := c.Do(context.Background(), rest.Request{Method: "POST", Path: "/get", Repeat: rest.Read()}, &out)
			require.Error(t, err)
			require.NotErrorIs(t, err, ordo.ErrInDoubt)
			_, err = c.Do(context.Background(), rest.Request{Method: "POST", Path: "/do", Repeat: rest.Never()}, &out)
			require.ErrorIs(t, err, ordo.ErrInDoubt, "the same answer to a write is")
			require.Equal(t, 2, calls)
		})
	}
}
