package cdek

import (
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

const (
	maxPrint = 100      // orders in one form
	maxFile  = 64 << 20 // bytes
)

// Labels implements carriers.Labeler: the waybills and the labels of all packages, a file of each for a hundred orders. It
// waits until CDEK has made them, as long as ctx lives.
func (k *Carrier) Labels(ctx context.Context, refs ...order.Ref) ([]carriers.Label, error) {
	var orders []OrderRef
	for _, ref := range refs {
		uuid, err := k.mine("print", ref)
		if err != nil {
			return nil, err
		}
		orders = append(orders, OrderRef{UUID: uuid})
	}
	var out []carriers.Label
	n := 0
	for part := range slices.Chunk(orders, maxPrint) {
		n++
		for _, kind := range []FormKind{WaybillForm, BarcodeForm} {
			data, err := k.printed(ctx, kind, part)
			if err != nil {
				return nil, err
			}
			name := map[FormKind]string{WaybillForm: "cdek-waybills-", BarcodeForm: "cdek-labels-"}[kind]
			out = append(out, carriers.Label{Name: name + strconv.Itoa(n) + ".pdf", ContentType: "application/pdf", Data: data})
		}
	}
	return out, nil
}

// printed has a form made and reads it.
func (k *Carrier) printed(ctx context.Context, kind FormKind, orders []OrderRef) ([]byte, error) {
	a, err := k.client.Print(ctx, kind, FormRequest{Orders: orders})
	if err != nil {
		return nil, err
	}
	if _, err := k.client.AwaitForm(ctx, kind, a.UUID); err != nil {
		return nil, err
	}
	r, err := k.client.PDF(ctx, kind, a.UUID)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, k.client.fail("print/"+string(kind)+"/pdf", ordo.Invalid, "", &ordo.TooLargeError{Limit: maxFile})
	}
	return data, err
}
