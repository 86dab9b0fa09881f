package shop

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestConformance(t *testing.T) { channeltest.Run(t, setup) }

// setup is an empty folder, and what the suite may do to it.
func setup(t *testing.T) channeltest.Fixture {
	dir := t.TempDir()
	s, err := Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	s.SetSecret("5ecret")
	writes, orders, mishap := 0, 0, ""
	places := func(order.SchemeCode) string {
		orders++
		id := fmt.Sprint(1000 + orders)
		put(t, dir, id, file{Placed: time.Now(), Buyer: "Olga", Lines: []line{
			{"JAM", "Jam", "120.00", pieces{status.ItemNew, status.ItemNew}},
			{"HONEY", "Honey", "450.50", pieces{status.ItemNew, status.ItemNew}},
		}})
		return id
	}
	s.write = func(name string, b []byte) error {
		now := mishap
		mishap = ""
		if now == "fails" {
			return errors.New("the disk is full")
		}
		writes++
		if now == "loses" {
			return errors.Join(errors.New("the power went off right after it"), s.replace(name, b))
		}
		return s.replace(name, b)
	}
	return channeltest.Fixture{
		Port: s, Schemes: []order.SchemeCode{order.OwnPickup},
		Commits: func() int { return writes },
		Places:  places,
		Call: func(scheme order.SchemeCode) (*http.Request, []byte) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/shop-1/", http.NoBody)
			r.Header.Set(SecretHeader, "5ecret")
			return r, []byte(`{"order": "` + places(scheme) + `"}`)
		},
		Cancels: func(id, name string) error {
			f, err := s.load(id)
			if err != nil {
				return err
			}
			for n := 0; f.at(piece{name, n}) != nil; n++ {
				if p := f.at(piece{name, n}); !gone(*p) {
					*p = status.ItemCancelled
					put(t, dir, id, *f)
					return nil
				}
			}
			return errors.New("nothing lives")
		},
		FailsOnce:   func(order.EffectKind) { mishap = "fails" },
		LosesAnswer: func(order.EffectKind) { mishap = "loses" },
	}
}

// put writes an order as the shop does.
func put(t *testing.T, dir, id string, f file) {
	t.Helper()
	b, err := json.Marshal(f)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, id+".json"), b, 0o600))
}

func TestAFileThatIsWrongDoesNotKeepOthersFromBeingRead(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "1.json"), []byte(`{"lines": [`), 0o600))
	put(t, dir, "2", file{Lines: []line{{Price: "12,5", Pieces: pieces{status.ItemNew}}}})
	put(t, dir, "3", file{Lines: []line{{Price: "12.50", Pieces: pieces{status.ItemNew}}}})
	var problems []error
	for r, err := range s.Orders(t.Context(), "1", "2", "3", "../3") {
		if err != nil || r.ID == "../3" {
			require.ErrorContains(t, r.Problem, "escapes", "nothing outside of the folder is read")
			continue
		}
		problems = append(problems, r.Problem)
	}
	require.Len(t, problems, 3)
	require.ErrorContains(t, problems[0], "half-written")
	require.ErrorContains(t, problems[1], "line 1")
	require.NoError(t, problems[2])
}

func TestAFolderThatIsNotThereIsAnError(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "none"))
	require.Error(t, err)
	s, err := Open(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, s.Check(t.Context()))
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Check(t.Context()), ordo.ErrInvalid)
}
