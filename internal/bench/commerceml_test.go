package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

var catalogueSize = flag.Int64("cml.size", 4<<20, "bytes of the catalogue that BenchmarkCommerceML reads; 1<<30 to measure")

// BenchmarkCommerceML reads a catalogue of goods as 1C writes it with the reader, and the same bytes with the tokenizer
// of encoding/xml alone, which makes nothing of them. Both go on in turn, so that what else the machine does costs both
// the same.
func BenchmarkCommerceML(b *testing.B) {
	c := newCatalogue(b, *catalogueSize)
	b.Logf("%d MiB, %d goods", c.size()>>20, c.goods())
	b.SetBytes(2 * c.size())
	var race race
	for b.Loop() {
		if goods := race.run(b, c); goods != c.goods() {
			b.Fatalf("%d goods, want %d", goods, c.goods())
		}
	}
	mb := float64(c.size()) * float64(b.N) / 1e6
	b.ReportMetric(mb/race.read.Seconds(), "read-MB/s")
	b.ReportMetric(mb/race.raw.Seconds(), "rawtoken-MB/s")
	b.ReportMetric(race.raw.Seconds()/race.read.Seconds(), "of-rawtoken")
	b.ReportMetric(float64(race.peak)/(1<<20), "peak-MiB")
}

// race is how long both took, and the most heap that was in use meanwhile, garbage included.
type race struct {
	read, raw time.Duration
	peak      uint64
}

// run reads a catalogue, and returns how many goods it has.
func (r *race) run(b *testing.B, c catalogue) (goods int) {
	const turn = 256 // goods
	reader, other := commerceml.NewReader(c.reader()), xml.NewDecoder(c.reader())
	runtime.GC()
	began := time.Now()
	took := func(d *time.Duration) {
		now := time.Now()
		*d += now.Sub(began)
		began = now
	}
	for rec, err := range reader.Records() {
		if err == nil {
			err = commerceml.ProblemOf(rec)
		}
		if err != nil {
			b.Fatal(err)
		}
		if g, ok := rec.(*commerceml.Good); !ok || g.ID == "" {
			continue
		}
		if goods++; goods%turn == 0 {
			took(&r.read)
			r.weigh()
			tokens(b, other, reader.Offset())
			took(&r.raw)
		}
	}
	took(&r.read)
	tokens(b, other, c.size())
	took(&r.raw)
	return goods
}

func (r *race) weigh() {
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(heap)
	r.peak = max(r.peak, heap[0].Value.Uint64()+heap[1].Value.Uint64())
}

// tokens reads tokens up to an offset.
func tokens(b *testing.B, d *xml.Decoder, to int64) {
	for d.InputOffset() < to {
		if _, err := d.RawToken(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// catalogue is a file in which the same thousand goods come many times.
type catalogue struct {
	head, body, tail []byte
	times            int
}

const goodsInBody = 1000

func newCatalogue(b *testing.B, size int64) catalogue {
	b.Helper()
	var file bytes.Buffer
	w := commerceml.NewWriter(&file, commerceml.File{BOM: true, Namespace: commerceml.Namespace2, Version: "2.07", Made: "2026-11-03T10:15:00"})
	records := []commerceml.Record{&commerceml.Catalog{ID: "cat", ClassifierID: "cat", Name: "Основной каталог товаров", Changes: commerceml.No}}
	for i := range goodsInBody {
		records = append(records, good(i))
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	first, last := []byte("\n\t\t\t<Товар>"), []byte("\n\t\t</Товары>")
	all := file.Bytes()
	from, to := bytes.Index(all, first), bytes.Index(all, last)
	if from < 0 || to < from {
		b.Fatal("the file has no goods")
	}
	c := catalogue{head: all[:from], body: all[from:to], tail: all[to:]}
	c.times = int(max(1, size/int64(len(c.body))))
	return c
}

func good(i int) *commerceml.Good {
	g := &commerceml.Good{
		ID: fmt.Sprintf("bd72d8f9-55bc-11d9-848a-%012d", i), Barcode: fmt.Sprintf("46%011d", i), Article: fmt.Sprintf("Б-%05d/К", i),
		Name:   fmt.Sprintf("Ботинки детские «Следопыт» утеплённые, модель %d", i),
		Unit:   &commerceml.Unit{Text: "шт", Code: "796", FullName: "Штука", International: "PCE"},
		Groups: []string{"bd72d8f6-55bc-11d9-848a-00112f43529a"},
		Description: "Тёплые ботинки на осень и зиму: верх из натуральной кожи, подкладка из шерсти, подошва из полиуретана.\n" +
			"Застёжка-молния сбоку & шнуровка спереди. Высота голенища 12 см.",
		Pictures:   []string{fmt.Sprintf("import_files/bd/bd72d8f9-55bc-11d9-848a-%012d.jpg", i)},
		Properties: []commerceml.PropertyValue{{ID: "p-1", Values: []string{"красный"}}, {ID: "p-2", Values: []string{"кожа"}}},
		VATRates:   []commerceml.Tax{{Name: "НДС", Rate: "22"}},
	}
	for _, t := range [][2]string{{"ВидНоменклатуры", "Обувь"}, {"ТипНоменклатуры", "Товар"}, {"Полное наименование", g.Name}, {"Код", fmt.Sprintf("НФ-%08d", i)}} {
		g.Traits.Set(t[0], t[1])
	}
	return g
}

func (c catalogue) size() int64 {
	return int64(len(c.head)) + int64(c.times)*int64(len(c.body)) + int64(len(c.tail))
}
func (c catalogue) goods() int { return c.times * goodsInBody }

// reader returns the file, which is never in memory as a whole.
func (c catalogue) reader() io.Reader {
	parts := []io.Reader{bytes.NewReader(c.head), &repeated{body: c.body, left: c.times}, bytes.NewReader(c.tail)}
	return io.MultiReader(parts...)
}

type repeated struct {
	body []byte
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.body[r.at:])
	if r.at += n; r.at == len(r.body) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}
