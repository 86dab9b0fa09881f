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

// Labels implements carriers.Labeler. It returns the waybills and the labels of all packages, one file of each for a
// hundred orders. It waits until CDEK has made them, as long as ctx lives. A form that lacks one of the parcels is an
// error, although CDEK only warns of it.
func (k *Carrier) Labels(ctx context.Context, refs ...order.Ref) ([]carriers.Label, error) {
	var orders []OrderRef
	for _, ref := range refs {
		uuid, err := k.uuidOf(opPrint, ref)
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
			data, err := k.printedForm(ctx, kind, part)
			if err != nil {
				return nil, err
			}
			name := map[FormKind]string{WaybillForm: "cdek-waybills-", BarcodeForm: "cdek-labels-"}[kind]
			out = append(out, carriers.Label{Name: name + strconv.Itoa(n) + ".pdf", ContentType: "application/pdf", Data: data})
		}
	}
	return out, nil
}

// printedForm creates a form and reads it.
func (k *Carrier) printedForm(ctx context.Context, kind FormKind, orders []OrderRef) ([]byte, error) {
	a, err := k.client.CreateForm(ctx, kind, FormRequest{Orders: orders})
	if err != nil {
		return nil, err
	}
	f, err := k.client.WaitForm(ctx, kind, a.UUID)
	if err != nil {
		return nil, err
	}
	for _, r := range slices.Concat(a.Requests, f.Requests) {
		if len(r.Warnings) > 0 { // it lacks some of the parcels
			return nil, k.client.failed(opPrint, a.UUID, &Request{Type: r.Type, State: r.State, Errors: r.Warnings})
		}
	}
	r, err := k.client.GetPDF(ctx, kind, a.UUID)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, k.client.rest.Fail(opForm, ordo.Invalid, "", &ordo.TooLargeError{Limit: maxFile})
	}
	return data, err
}
