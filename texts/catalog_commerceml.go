package texts

// commerceMLFiles are why a CommerceML file, or a value in it, cannot be used.
func commerceMLFiles() []entry {
	return []entry{
		{"byte %d, %s", "байт %d, %s", "байт %d, %s", "bajt %d, %s"},
		{"%s is %q: %s", "%s — «%s»: %s", "%s — «%s»: %s", "%s to „%s”: %s"},
		{"УТ 11 takes orders only: want %q", "УТ 11 принимает только заказы: нужно «%s»", "УТ 11 приймає лише замовлення: потрібно «%s»", "УТ 11 przyjmuje tylko zamówienia: potrzebne „%s”"},
		{"it is missing", "не указано", "не вказано", "brak wartości"},
		{"it has %d letters, more than %d", "букв: %d, больше чем %d", "літер: %d, більше ніж %d", "liter: %d, więcej niż %d"},
		{
			"УТ 11 would take it for no VAT: want a number such as 22, or %q",
			"УТ 11 примет это за ставку без НДС: нужно число, например 22, или «%s»",
			"УТ 11 прийме це за ставку без ПДВ: потрібне число, наприклад 22, або «%s»",
			"УТ 11 przyjmie to za stawkę bez VAT: potrzebna liczba, np. 22, albo „%s”",
		},
		{
			"%s (and %d more {2:value|values} of this record)",
			"%s (и ещё %d {2:значение|значения|значений} этой записи)", "%s (і ще %d {2:значення|значення|значень} цього запису)",
			"%s (i jeszcze %d {2:wartość|wartości|wartości} tego rekordu)",
		},
		{"want a date such as 2026-11-03", "нужна дата, например 2026-11-03", "потрібна дата, наприклад 2026-11-03", "potrzebna data, np. 2026-11-03"},
		{"want a time such as 10:02:41", "нужно время, например 10:02:41", "потрібен час, наприклад 10:02:41", "potrzebna godzina, np. 10:02:41"},
		{
			"elements are nested deeper than %d",
			"вложенность элементов больше %d", "вкладеність елементів більша за %d", "elementy są zagnieżdżone głębiej niż %d",
		},
		{
			"%q ends here and was not the last to begin",
			"здесь закрывается «%s», но последним открыт другой элемент",
			"тут закривається «%s», але останнім відкрито інший елемент",
			"tu zamyka się „%s”, a ostatnio otwarty jest inny element",
		},
		{
			"the file has a DOCTYPE or another declaration; CommerceML has none, and entities are not read",
			"в файле есть DOCTYPE или другое объявление; в CommerceML их нет, и сущности не читаются",
			"у файлі є DOCTYPE або інше оголошення; у CommerceML їх немає, і сутності не читаються",
			"w pliku jest DOCTYPE lub inna deklaracja; w CommerceML ich nie ma, a encje nie są czytane",
		},
		{
			"the file ends here: it is half-written",
			"файл здесь обрывается: он записан не до конца", "файл тут обривається: його записано не до кінця", "plik urywa się tutaj: nie jest zapisany do końca",
		},
		{
			"a text, tag or comment is longer than %d bytes",
			"текст, тег или комментарий длиннее %d байт", "текст, тег або коментар довший за %d байт", "tekst, znacznik lub komentarz jest dłuższy niż %d bajtów",
		},
		{
			"the encoding %q is not read; want UTF-8 or windows-1251",
			"кодировка «%s» не читается; нужна UTF-8 или windows-1251",
			"кодування «%s» не читається; потрібне UTF-8 або windows-1251",
			"kodowanie „%s” nie jest czytane; potrzebne UTF-8 albo windows-1251",
		},
		{"the attribute %q comes twice", "атрибут «%s» указан дважды", "атрибут «%s» вказано двічі", "atrybut „%s” jest podany dwa razy"},
		{
			"the root element cannot be read: the file may be in another encoding than it declares",
			"корневой элемент не читается: возможно, кодировка файла не та, что объявлена",
			"кореневий елемент не читається: можливо, кодування файлу не те, що оголошене",
			"element główny nie daje się odczytać: plik może mieć inne kodowanie niż podane",
		},
		{"not well-formed XML: %s", "XML с ошибкой: %s", "XML з помилкою: %s", "błędny XML: %s"},
		{
			"a record has more than %d elements",
			"в записи больше элементов, чем %d", "у записі більше елементів, ніж %d", "rekord ma więcej elementów niż %d",
		},
		{"a record has more than %d bytes", "в записи больше байт, чем %d", "у записі більше байтів, ніж %d", "rekord ma więcej bajtów niż %d"},
		{"there is text before the root element", "перед корневым элементом есть текст", "перед кореневим елементом є текст", "przed elementem głównym jest tekst"},
		{
			"the root element is %q, want %q: this is no CommerceML, or another encoding than it declares",
			"корневой элемент — «%s», нужен «%s»: это не CommerceML, или кодировка не та, что объявлена",
			"кореневий елемент — «%s», потрібен «%s»: це не CommerceML, або кодування не те, що оголошене",
			"element główny to „%s”, potrzebny „%s”: to nie CommerceML albo kodowanie jest inne niż podane",
		},
		{
			"it has no id (Ид), by which it is told apart",
			"нет ид (Ид), по которому он отличается от других", "немає ід (Ид), за яким його відрізняють від інших", "brak identyfikatora (Ид), po którym się go odróżnia",
		},
		{
			"the price is for %s and more only, and is not carried over",
			"цена только от количества %s и больше, она не переносится",
			"ціна лише від кількості %s і більше, вона не переноситься",
			"cena jest tylko od ilości %s i więcej, nie jest przenoszona",
		},
		{"the price has no type", "у цены нет вида", "у ціни немає виду", "cena nie ma rodzaju"},
		{
			"it is no sum of money in %q: %v",
			"это не сумма в валюте «%s»: %v", "це не сума у валюті «%s»: %v", "to nie jest kwota w walucie „%s”: %v",
		},
		{
			"there is more behind the end of the root element",
			"после конца корневого элемента есть ещё что-то", "після кінця кореневого елемента є ще щось", "za końcem elementu głównego jest coś jeszcze",
		},
	}
}
