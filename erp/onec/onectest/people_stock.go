package onectest

import (
	"fmt"
	"strings"
)

// Level is how much of an article a warehouse has.
type Level struct{ OnHand, Reserved, Free float64 }

// Stock returns how much of an article a warehouse has.
func (s *Server) Stock(article, warehouse string) Level {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, at := s.current(false), s.spot(article, warehouse)
	return Level{b.onHand[at], b.reserved[at], b.free(at)}
}

// spot is where an article lies; behind a slash stands its characteristic.
func (s *Server) spot(article, warehouse string) spot {
	char := noRef
	article, name, ok := strings.Cut(article, "/")
	if ok {
		char = s.must("Catalog_ХарактеристикиНоменклатуры", "Description", name)
	}
	return spot{s.must("Catalog_Номенклатура", "Артикул", article), char, s.must("Catalog_Склады", "Description", warehouse)}
}

// must returns the key of what a test names; a test that names what is not there is wrong.
func (s *Server) must(entity, field, v string) string {
	k := s.find(entity, field, v)
	if k == noRef {
		panic(fmt.Sprintf("onectest: no %s with %s %q", entity, field, v))
	}
	return k
}

// SetStock counts the goods of a warehouse: what is more is received, what is less is written off.
func (s *Server) SetStock(article, warehouse string, n float64) error {
	return s.by(func() *refusal {
		at := s.spot(article, warehouse)
		diff := round(n-s.current(false).onHand[at], 3)
		kind := "Document_ОприходованиеИзлишковТоваров"
		if diff < 0 {
			kind, diff = "Document_СписаниеНедостачТоваров", -diff
		}
		if diff == 0 {
			return nil
		}
		_, r := s.draft(kind, object{
			"Организация_Key": s.organization(), "Склад_Key": at.place,
			"Товары": []object{{"Номенклатура_Key": at.good, "Характеристика_Key": at.char, "Количество": diff}},
		}, true)
		return r
	})
}

// SellAtTill sells goods in a shop to somebody else: the stock falls by a receipt.
func (s *Server) SellAtTill(article, warehouse string, n float64) error {
	return s.by(func() *refusal {
		at := s.spot(article, warehouse)
		_, r := s.draft("Document_ЧекККМ", object{
			"Организация_Key": s.organization(), "Склад_Key": at.place, "Статус": "Пробит",
			"Валюта_Key": s.find("Catalog_Валюты", "Code", Currency), "СкидкиРассчитаны": true,
			"Товары": []object{merged(s.rate(at.good), object{
				"Номенклатура_Key": at.good, "Характеристика_Key": at.char, "Количество": n, "КоличествоУпаковок": n,
			})},
		}, true)
		return r
	})
}

// rate is the VAT rate of goods as rows have it.
func (s *Server) rate(good string) object {
	o := s.data["Catalog_Номенклатура"][good]
	if k := o["СтавкаНДС_Key"]; k != nil {
		return object{"СтавкаНДС_Key": k}
	}
	return object{"СтавкаНДС": o["СтавкаНДС"]}
}

func (s *Server) organization() string {
	return s.find("Catalog_Организации", "Description", Organization)
}
