package onectest

// AddWarehouse adds a warehouse; one that issues is a shop.
func (s *Server) AddWarehouse(name, city string, issues bool) {
	s.do(func() {
		s.addWarehouse(name, map[bool]string{true: "РозничныйМагазин", false: "ОптовыйСклад"}[issues], city)
	})
}

// AddGood adds goods with a price in rubles, with VAT of 22 %. A barcode may be empty.
func (s *Server) AddGood(article, name, barcode string, price float64) {
	s.do(func() {
		kind, unit := s.find("Catalog_ВидыНоменклатуры", "Description", "Товары"), s.find("Catalog_УпаковкиЕдиницыИзмерения", "Code", "796")
		s.addGood(article, name, kind, "БезОсобенностейУчета", "22%", barcode, unit)
		s.priceGood(article, price, s.now())
	})
}

// SetPrice sets the price of an article from now.
func (s *Server) SetPrice(article string, price float64) {
	s.do(func() { s.priceGood(article, price, s.now()) })
}

// SetBonus gives a partner bonus points.
func (s *Server) SetBonus(partner string, points float64) {
	s.do(func() {
		const reg = "AccumulationRegister_БонусныеБаллы"
		s.extra[reg] = append(s.extra[reg], object{
			"Period": s.now(), "Active": true, "RecordType": "Receipt", "Recorder": "", "Recorder_Type": undefined,
			"БонуснаяПрограммаЛояльности_Key": s.find("Catalog_БонусныеПрограммыЛояльности", "Description", BonusProgram),
			"Партнер_Key": partner,
			"Начислено":   points,
		})
	})
}
