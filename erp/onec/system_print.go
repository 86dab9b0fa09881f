package onec

import (
	"bytes"
	"context"
	"html/template"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Print implements erp.Printer for sales and returns: a page of HTML with what the document says, in the language of
// the System. It is not 1C's own form, which OData does not give, and no primary accounting document.
func (s *System) Print(ctx context.Context, doc order.Ref) (erp.File, error) {
	if err := s.fit(); err != nil {
		return erp.File{}, err
	}
	var p printed
	var err error
	switch doc.Kind {
	case RefSale:
		p, err = s.printedSale(ctx, Guid(doc.ID))
	case RefReturn:
		p, err = s.printedReturn(ctx, Guid(doc.ID))
	default:
		return erp.File{}, s.client.rest.Fail("print", ordo.Unsupported, "there is no printed form of "+doc.Kind+": only of "+RefSale+" and "+RefReturn, nil)
	}
	if err != nil {
		return erp.File{}, err
	}
	if err := s.nameAll(ctx, &p); err != nil {
		return erp.File{}, err
	}
	var b bytes.Buffer
	if err := form.Execute(&b, p); err != nil {
		return erp.File{}, s.client.rest.Fail("print", ordo.Invalid, "the form cannot be filled in", err)
	}
	return erp.File{Name: doc.Kind + "-" + p.Number + ".html", Type: "text/html; charset=utf-8", Content: b.Bytes()}, nil
}

// printed is what a form shows.
type printed struct {
	Title, Number, Date   string
	Posted                bool
	Company, Customer, At string
	Basis, Reason, Total  string
	Rows                  []printedRow
	Words                 map[string]string

	company, customer, warehouse Guid
}

type printedRow struct {
	Name, Quantity, Price, Sum string
	key                        goodsKey
}

func (s *System) printedSale(ctx context.Context, id Guid) (printed, error) {
	x, err := s.client.Sales().Get(ctx, id)
	if err != nil {
		return printed{}, err
	}
	p := s.head(order.Textf("Sale"), x.Document, x.Terms, x.Warehouse)
	for _, r := range x.Goods {
		p.add(r.Row, r.Price)
		p.warehouse = firstGuid(r.Warehouse, p.warehouse)
	}
	return p, nil
}

func (s *System) printedReturn(ctx context.Context, id Guid) (printed, error) {
	x, err := s.client.Returns().Get(ctx, id)
	if err != nil {
		return printed{}, err
	}
	p := s.head(order.Textf("Return note"), x.Document, x.Terms, x.Warehouse)
	p.Reason = x.Reason
	for _, r := range x.Goods {
		p.add(r.Row, r.Price)
	}
	if x.Sale != "" {
		sale, err := s.client.Sales().Get(ctx, Guid(x.Sale))
		if err != nil {
			return p, err
		}
		p.Basis = sale.Number + ", " + sale.Date.Format(printedDay)
	}
	return p, nil
}

const printedDay = "02.01.2006"

func firstGuid(a, b Guid) Guid {
	if a != "" {
		return a
	}
	return b
}

// head is what both forms have.
func (s *System) head(title order.Text, d Document, t Terms, warehouse Guid) printed {
	word := func(t order.Text) string { return s.language.Text(t) }
	return printed{
		Title: word(title), Number: d.Number, Date: d.Date.Format(printedDay), Posted: d.Posted, Total: t.Total.String(),
		company: t.Organization, customer: t.Partner, warehouse: warehouse,
		Words: map[string]string{
			"company": word(order.Textf("Seller")), "customer": word(order.Textf("Buyer")), "warehouse": word(order.Textf("Warehouse")),
			"basis": word(order.Textf("On the basis of the sale")), "reason": word(order.Textf("Reason")), "goods": word(order.Textf("Goods")),
			"quantity": word(order.Textf("Quantity")), "price": word(order.Textf("Price")), "sum": word(order.Textf("Sum")),
			"total": word(order.Textf("Total")), "draft": word(order.Textf("not posted")), "gave": word(order.Textf("Handed over")),
			"took": word(order.Textf("Received")),
		},
	}
}

func (p *printed) add(r Row, price Price) {
	p.Rows = append(p.Rows, printedRow{
		Quantity: r.Quantity.String(), Price: price.Price.String(), Sum: price.Sum.String(), key: goodsKey{r.Good, r.Characteristic},
	})
}

// nameAll reads the names of what a form shows.
func (s *System) nameAll(ctx context.Context, p *printed) error {
	var goods, variants []Guid
	for _, r := range p.Rows {
		if !slices.Contains(goods, r.key.good) {
			goods = append(goods, r.key.good)
		}
		if c := r.key.characteristic; c != "" && !slices.Contains(variants, c) {
			variants = append(variants, c)
		}
	}
	names, err := namesOf(ctx, s.client, EntityGood, goods)
	if err != nil {
		return err
	}
	sizes, err := namesOf(ctx, s.client, "Catalog_ХарактеристикиНоменклатуры", variants)
	if err != nil {
		return err
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		if r.Name = names[r.key.good]; r.key.characteristic != "" {
			r.Name += ", " + sizes[r.key.characteristic]
		}
	}
	for _, x := range []struct {
		entity string
		id     Guid
		into   *string
	}{{"Catalog_Организации", p.company, &p.Company}, {"Catalog_Партнеры", p.customer, &p.Customer}, {EntityWarehouse, p.warehouse, &p.At}} {
		if x.id == "" {
			continue
		}
		found, err := namesOf(ctx, s.client, x.entity, []Guid{x.id})
		if err != nil {
			return err
		}
		*x.into = found[x.id]
	}
	return nil
}

// namesOf reads the names of objects.
func namesOf(ctx context.Context, c *Client, entity string, ids []Guid) (map[Guid]string, error) {
	type entry struct {
		Object
		Name string `json:"Description"`
	}
	out := map[Guid]string{}
	for some := range slices.Chunk(ids, goodsAtOnce) {
		for x, err := range NewCatalog[entry](c, entity).List(ctx, Query{Filter: In("Ref_Key", some...), Select: []string{byName}}) {
			if err != nil {
				return nil, err
			}
			out[x.Ref] = x.Name
		}
	}
	return out, nil
}

var form = template.Must(template.New("form").Parse(`<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>{{.Title}} {{.Number}}</title>
<style>
body { font: 12pt serif; margin: 2em }
table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid; padding: 0.2em 0.5em; text-align: left }
.n { text-align: right }
</style>
</head>
<body>
<h1>{{.Title}} {{.Number}}, {{.Date}}{{if not .Posted}} ({{.Words.draft}}){{end}}</h1>
<p>{{.Words.company}}: {{.Company}}</p>
<p>{{.Words.customer}}: {{.Customer}}</p>
<p>{{.Words.warehouse}}: {{.At}}</p>
{{if .Basis}}<p>{{.Words.basis}} {{.Basis}}</p>
{{end}}{{if .Reason}}<p>{{.Words.reason}}: {{.Reason}}</p>
{{end}}<table>
<tr><th>{{.Words.goods}}</th><th class="n">{{.Words.quantity}}</th><th class="n">{{.Words.price}}</th><th class="n">{{.Words.sum}}</th></tr>
{{range .Rows}}<tr><td>{{.Name}}</td><td class="n">{{.Quantity}}</td><td class="n">{{.Price}}</td><td class="n">{{.Sum}}</td></tr>
{{end}}<tr><td colspan="3">{{.Words.total}}</td><td class="n">{{.Total}}</td></tr>
</table>
<p>{{.Words.gave}} ________________</p>
<p>{{.Words.took}} ________________</p>
</body>
</html>
`))
