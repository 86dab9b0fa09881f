package russianposttest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// printed checks the parameters of forms.
func (c *call) printed() *refusal {
	if t := c.q.Text("sending-date"); t != "" {
		if _, err := time.Parse(time.DateOnly, t); err != nil {
			return malformed("sending-date: " + t)
		}
	}
	for name, values := range map[string][]string{"print-type": {"", "PAPER", "THERMO"}, "print-type-form": {"", "ONE_SIDED", "TWO_SIDED"}} {
		if !slices.Contains(values, c.q.Text(name)) {
			return malformed(name + ": " + c.q.Text(name))
		}
	}
	return nil
}

// backlogForms is GET /1.0/forms/backlog/{id}/forms: there are none for parcels, whose forms come with the batch.
func backlogForms(c *call) (any, *refusal) {
	if no := c.printed(); no != nil {
		return nil, no
	}
	o := c.byID(c.r.PathValue("id"))
	if o == nil || o.batch != "" {
		return nil, absent("ComplexOrderV2", c.r.PathValue("id"))
	}
	switch kind := str(o.body, "mail-type"); kind {
	case "POSTAL_PARCEL", "ONLINE_PARCEL", "ECOM", "ECOM_MARKETPLACE", "PARCEL_CLASS_1", "SMALL_PACKET":
		return nil, broken("Forbidden mail type")
	}
	return pdf("forms", o.barcode), nil
}

// forms is GET /1.0/forms/{key}/{form}: forms of an order in a batch, of a batch, or the label of a return.
func forms(c *call) (any, *refusal) {
	if no := c.printed(); no != nil {
		return nil, no
	}
	key, form := c.r.PathValue("key"), c.r.PathValue("form")
	switch form {
	case "forms", "f7pdf", "f112pdf":
		o := c.byID(key)
		switch {
		case o == nil || o.batch == "":
			return nil, absent("ComplexOrderV2", key)
		case form == "f112pdf" && !categories[str(o.body, "mail-category")].cash:
			return nil, broken("Отправление без наложенного платежа")
		}
		return pdf(form, o.barcode), nil
	case "zip-all", "f103pdf", "completeness-checking-form":
		b := c.batch(key)
		switch {
		case b == nil:
			return nil, broken("Внутренняя ошибка")
		case c.status(b) == "CREATED":
			return nil, malformed("The batch is not checked in")
		case form != "zip-all":
			return pdf(form, b.name), nil
		}
		var codes []string
		for _, o := range c.inBatch(key) {
			codes = append(codes, o.barcode)
		}
		list := "barcode\n" + strings.Join(codes, "\n") + "\n"
		return zipped("all-pdf.zip", map[string][]byte{
			"Export.csv": []byte(list), "Export.xls": []byte(list), "F103.pdf": pdf("F103", b.name).data, "F7.pdf": pdf("F7", codes...).data,
		}), nil
	case "easy-return-pdf":
		if c.back(key) == nil {
			return nil, absent("ReturnShipment", key)
		}
		return pdf(form, key), nil
	}
	return nil, &refusal{407, "Error namespace or mask or method not found"}
}

// pdf is a document of one page with plain lines.
func pdf(name string, lines ...string) *file {
	var page bytes.Buffer
	page.WriteString("BT /F1 12 Tf 50 780 Td 16 TL")
	for _, line := range append([]string{name}, lines...) {
		fmt.Fprintf(&page, " (%s) Tj T*", line)
	}
	page.WriteString(" ET")
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, body := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", page.Len(), page.String()), "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return &file{contentType: "application/pdf", name: name + ".pdf", data: b.Bytes()}
}
