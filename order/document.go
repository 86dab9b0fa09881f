package order

// Document is a document of another system that belongs to the order: an invoice, a sale, a transfer, a receipt.
type Document struct {
	Kind   string `json:"kind"` // "invoice", "sale", "transfer", "return-note", "receipt" ... or a host's own
	Number string `json:"number"`
	Date   string `json:"date,omitzero"` // of the document, ISO 8601
	Ref    Ref    `json:"ref,omitzero"`
	Posted bool   `json:"posted,omitzero"` // false for a draft
	Basis  string `json:"basis,omitzero"`  // the document it was made from
	// Shipment or Block it belongs to, 0 for the order.
	Shipment int `json:"shipment,omitzero"`
	Block    int `json:"block,omitzero"`
}

// sameThing reports whether two records are of the same document.
func (d Document) sameThing(e Document) bool {
	return d.Kind == e.Kind && d.Number == e.Number && d.Ref == e.Ref
}

func (d Document) check() error {
	switch {
	case d.Kind == "":
		return refuse(ErrInvalid, "document", "its kind is not set")
	case d.Number == "":
		return refuse(ErrInvalid, Textf("document %s", d.Kind), "its number is not set")
	}
	return nil
}

// cloneDocument is a copy of what a pointer points to.
func cloneDocument(d *Document) *Document {
	if d == nil {
		return nil
	}
	c := *d
	return &c
}
