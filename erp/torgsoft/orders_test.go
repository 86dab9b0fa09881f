package torgsoft_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/exchange/files"
)

func TestAnOrderIsWrittenOnce(t *testing.T) {
	o := open(t)
	v := view(t, draft())
	w, err := o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	require.Equal(t, torgsoft.Written{Number: "100734", Name: "PurchaseClient_100734.json"}, w)
	require.Equal(t, []string{"PurchaseClient_100734.json"}, o.names("*"))
	require.Empty(t, o.names("outbox/*"))

	_, err = o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	require.NotNil(t, o.folder.Take("PurchaseClient_100734.json"), "Torgsoft takes it")
	o.restart()
	w, err = o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	require.True(t, w.Taken)
	require.Empty(t, o.names("*"), "and does not get it again")
}

// pain: TS-P4
// The number by which Torgsoft knows an order is the one of its first file, whatever the order is called later: one
// order, one number, one document. An order without a number waits, and says so.
func TestTheNumberIsFixedAtTheFirstWriting(t *testing.T) {
	o := open(t)
	v := view(t, draft())
	v.Number = ""
	_, err := o.sync.WriteOrder(t.Context(), v)
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "torgsoft torgsoft-1: order rz-1/100734: order rz-1/100734 has no number yet")
	require.Empty(t, o.names("*"))
	require.Empty(t, o.names("outbox/*"))

	v.Number = "100734"
	_, err = o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	for _, later := range []string{"100735", "", "№ 7/1"} {
		v.Number = later
		w, err := o.sync.WriteOrder(t.Context(), v)
		require.NoError(t, err)
		require.Equal(t, "100734", w.Number)
	}
	require.Equal(t, []string{"PurchaseClient_100734.json"}, o.names("*"))
}

func TestAnOrderThatChangedIsNotWrittenAgain(t *testing.T) {
	o := open(t)
	v := view(t, draft())
	_, err := o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	v.Buyer.Phone = "0509999999"
	_, err = o.sync.WriteOrder(t.Context(), v)
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "order 100734 was written before and has changed since")
	require.Len(t, o.names("*"), 1)
}

func TestTwoOrdersOfOneNumberAreToldApart(t *testing.T) {
	o := open(t)
	_, err := o.sync.WriteOrder(t.Context(), view(t, draft()))
	require.NoError(t, err)
	d := draft()
	d.ID = "prom-1/100734"
	_, err = o.sync.WriteOrder(t.Context(), view(t, d))
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "number 100734 was written for order rz-1/100734")
	d.Number = "P-100734 б"
	w, err := o.sync.WriteOrder(t.Context(), view(t, d))
	require.NoError(t, err)
	require.Equal(t, "PurchaseClient_P-100734%20%D0%B1.json", w.Name)
	w, err = o.sync.WriteOrder(t.Context(), view(t, d))
	require.NoError(t, err)
	require.Equal(t, "P-100734 б", w.Number)
	require.Len(t, o.names("*"), 2)
}

// The process may end at any moment, before or after the folder did what it was asked for, and Torgsoft may take the
// file at any moment: it gets the order once.
func TestTorgsoftGetsAnOrderOnceWhereverTheProcessEnds(t *testing.T) {
	v := view(t, draft())
	for stop := range 40 {
		for _, after := range []bool{false, true} {
			folder := files.Memory()
			taken := 0
			take := func() {
				if folder.Take("PurchaseClient_100734.json") != nil {
					taken++
				}
			}
			cut := &cutOff{Folder: folder, left: stop, after: after}
			_, err := torgsoft.New(cut, torgsoft.Settings{}).WriteOrder(t.Context(), v)
			if err == nil {
				require.GreaterOrEqual(t, cut.left, 0, "it was not cut off")
			} else {
				require.ErrorIs(t, err, errCut)
			}
			take()
			for range 2 {
				_, err = torgsoft.New(folder, torgsoft.Settings{}).WriteOrder(t.Context(), v)
				require.NoError(t, err)
				take()
			}
			require.Equal(t, 1, taken, "stopped at %d, after it: %t", stop, after)
		}
	}
}

var errCut = errors.New("the process ended")

// cutOff is a folder that does some things and then nothing more.
type cutOff struct {
	files.Folder
	left  int
	after bool // what it was asked for last is still done
}

func (c *cutOff) do(what func() error) error {
	if c.left--; c.left < 0 {
		if c.left == -1 && c.after {
			_ = what()
		}
		return errCut
	}
	return what()
}

func (c *cutOff) List(ctx context.Context, pattern string) iter.Seq2[files.Entry, error] {
	if c.left--; c.left < 0 {
		return func(yield func(files.Entry, error) bool) { yield(files.Entry{}, errCut) }
	}
	return c.Folder.List(ctx, pattern)
}

func (c *cutOff) Read(ctx context.Context, name string) (r io.ReadCloser, err error) {
	err = c.do(func() error { r, err = c.Folder.Read(ctx, name); return err })
	return r, err
}

func (c *cutOff) Write(ctx context.Context, name string, content []byte) error {
	return c.do(func() error { return c.Folder.Write(ctx, name, content) })
}

func (c *cutOff) Move(ctx context.Context, name, to string) error {
	return c.do(func() error { return c.Folder.Move(ctx, name, to) })
}

// Another program wrote a file of that name: the order waits for a person, and nothing is lost.
func TestAForeignFileIsNotOverwritten(t *testing.T) {
	o := open(t)
	require.NoError(t, o.folder.Put("PurchaseClient_100734.json", []byte("{}")))
	v := view(t, draft())
	_, err := o.sync.WriteOrder(t.Context(), v)
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.NotNil(t, o.folder.Take("PurchaseClient_100734.json"))
	w, err := o.sync.WriteOrder(t.Context(), v)
	require.NoError(t, err)
	require.False(t, w.Taken)
}

func TestAnOrderIsWrittenToADisk(t *testing.T) {
	sync := torgsoft.New(files.Dir(t.TempDir()), torgsoft.Settings{Orders: torgsoft.OrderFormat{Prefix: "orders/PurchaseClient_"}})
	v := view(t, draft())
	for range 2 {
		w, err := sync.WriteOrder(t.Context(), v)
		require.NoError(t, err)
		require.Equal(t, "orders/PurchaseClient_100734.json", w.Name)
		require.False(t, w.Taken)
	}
}
