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

// AddCharacteristic adds a characteristic, such as a size, to goods and returns its key. From then on documents name
// one of the goods' characteristics; in [Server.SetStock] and its like it stands behind the article: "SHOES-42/белые".
func (s *Server) AddCharacteristic(article, name string) (key string) {
	s.do(func() {
		good := s.must("Catalog_Номенклатура", "Артикул", article)
		s.data["Catalog_Номенклатура"][good]["ИспользованиеХарактеристик"] = "ИндивидуальныеДляНоменклатуры"
		key = s.add("Catalog_ХарактеристикиНоменклатуры", object{
			"Description": name, "НаименованиеПолное": name, "Owner": good, "Owner_Type": namespace + "Catalog_Номенклатура",
		})
	})
	return key
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
