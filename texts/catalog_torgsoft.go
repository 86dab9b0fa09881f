package texts

// torgsoftFiles are why a file of Torgsoft, a row of it or a value cannot be used.
func torgsoftFiles() []entry {
	return []entry{
		{"line %d: %s", "строка %d: %s", "рядок %d: %s", "wiersz %d: %s"},
		{
			"line %d: column %q is empty: %s",
			"строка %d: колонка «%s» пуста: %s", "рядок %d: колонка «%s» порожня: %s", "wiersz %d: kolumna „%s” jest pusta: %s",
		},
		{
			"line %d: column %q has %q: %s",
			"строка %d: в колонке «%s» стоит «%s»: %s", "рядок %d: у колонці «%s» стоїть «%s»: %s", "wiersz %d: w kolumnie „%s” jest „%s”: %s",
		},
		{
			"want a number such as 2490 or 1618,5",
			"нужно число, например 2490 или 1618,5", "потрібне число, наприклад 2490 або 1618,5", "potrzebna liczba, np. 2490 albo 1618,5",
		},
		{
			"want a number of at most three decimals, such as 3 or 0,350",
			"нужно число не более чем с тремя знаками после запятой, например 3 или 0,350",
			"потрібне число щонайбільше з трьома знаками після коми, наприклад 3 або 0,350",
			"potrzebna liczba o najwyżej trzech miejscach po przecinku, np. 3 albo 0,350",
		},
		{"want a whole number", "нужно целое число", "потрібне ціле число", "potrzebna liczba całkowita"},
		{
			"want centres and what is there, such as 2=36,000|8=28,000",
			"нужны центры учёта и остатки, например 2=36,000|8=28,000",
			"потрібні центри обліку і залишки, наприклад 2=36,000|8=28,000",
			"potrzebne centra i stany, np. 2=36,000|8=28,000",
		},
		{"want the number of a section, or -1", "нужен номер раздела или -1", "потрібен номер розділу або -1", "potrzebny numer działu albo -1"},
		{"want 0 or 1", "нужно 0 или 1", "потрібно 0 або 1", "potrzebne 0 albo 1"},
		{"line %d has this good already", "этот товар уже есть в строке %d", "цей товар уже є в рядку %d", "ten towar jest już w wierszu %d"},
		{
			"the row has %d columns, want %d",
			"колонок в строке: %d, должно быть %d", "колонок у рядку: %d, має бути %d", "kolumn w wierszu: %d, powinno być %d",
		},
		{
			"a quote is not closed; write a quote within a text twice",
			"кавычка не закрыта; кавычку внутри текста пишут дважды",
			"лапки не закриті; лапки всередині тексту пишуть двічі",
			"cudzysłów nie jest zamknięty; cudzysłów wewnątrz tekstu pisze się podwójnie",
		},
		{"the file is empty", "файл пуст", "файл порожній", "plik jest pusty"},
		{
			"the file is half-written: its last line has no end",
			"файл записан не до конца: последняя строка оборвана",
			"файл записано не до кінця: останній рядок обірвано",
			"plik nie jest zapisany do końca: ostatni wiersz jest urwany",
		},
		{
			"the file is no text: it has zero bytes; save it as UTF-8 or windows-1251, not as UTF-16",
			"это не текстовый файл: в нём есть нулевые байты; сохраните его в UTF-8 или windows-1251, а не в UTF-16",
			"це не текстовий файл: у ньому є нульові байти; збережіть його в UTF-8 або windows-1251, а не в UTF-16",
			"to nie plik tekstowy: ma bajty zerowe; zapisz go w UTF-8 albo windows-1251, a nie w UTF-16",
		},
		{
			"the file is damaged: it is UTF-8, but not all of it",
			"файл повреждён: это UTF-8, но не весь", "файл пошкоджено: це UTF-8, але не весь", "plik jest uszkodzony: to UTF-8, ale nie cały",
		},
		{
			"the file is damaged: it is neither UTF-8 nor windows-1251",
			"файл повреждён: это ни UTF-8, ни windows-1251",
			"файл пошкоджено: це ні UTF-8, ні windows-1251",
			"plik jest uszkodzony: to ani UTF-8, ani windows-1251",
		},
		{
			"the file has %d bytes, more than Settings.MaxSize %d",
			"в файле %d байт, это больше, чем Settings.MaxSize %d",
			"у файлі %d байтів, це більше, ніж Settings.MaxSize %d",
			"plik ma %d bajtów, więcej niż Settings.MaxSize %d",
		},
		{
			"the file has a header and no goods",
			"в файле есть заголовок и нет товаров", "у файлі є заголовок і немає товарів", "plik ma nagłówek i nie ma towarów",
		},
		{
			"none of the %d rows can be read; the first: %v",
			"ни одну строку из %d прочитать нельзя; первая: %v",
			"жодного рядка з %d прочитати не можна; перший: %v",
			"żadnego z %d wierszy nie można odczytać; pierwszy: %v",
		},
		{
			"the first row cannot be read: %v",
			"первую строку прочитать нельзя: %v", "перший рядок прочитати не можна: %v", "nie można odczytać pierwszego wiersza: %v",
		},
		{
			"the file has no header and %d columns: set Format.Columns to their names",
			"в файле нет заголовка, колонок: %d: укажите их названия в Format.Columns",
			"у файлі немає заголовка, колонок: %d: вкажіть їхні назви у Format.Columns",
			"plik nie ma nagłówka, kolumn: %d: podaj ich nazwy w Format.Columns",
		},
		{"the column %q comes twice", "колонка «%s» есть дважды", "колонка «%s» є двічі", "kolumna „%s” występuje dwa razy"},
		{
			"the file has no column \"GoodID\", by which goods are told apart: switch it on in the synchronisation object",
			"в файле нет колонки «GoodID», по которой различают товары: включите её в объекте синхронизации",
			"у файлі немає колонки «GoodID», за якою розрізняють товари: увімкніть її в об'єкті синхронізації",
			"plik nie ma kolumny „GoodID”, po której rozróżnia się towary: włącz ją w obiekcie synchronizacji",
		},
		{
			"the columns %d and %d have the same name %q",
			"колонки %d и %d называются одинаково: «%s»", "колонки %d і %d називаються однаково: «%s»", "kolumny %d i %d mają tę samą nazwę „%s”",
		},
		{
			"the file has no column %q: its first row must have the names of the columns",
			"в файле нет колонки «%s»: в первой строке должны быть названия колонок",
			"у файлі немає колонки «%s»: у першому рядку мають бути назви колонок",
			"plik nie ma kolumny „%s”: w pierwszym wierszu muszą być nazwy kolumn",
		},
		{"want invoice or waybill", "нужно invoice (счёт) или waybill (накладная)", "потрібно invoice (рахунок) або waybill (накладна)", "potrzebne invoice albo waybill"},
		{
			"want sent, delivered or received, or nothing",
			"нужно «отправлен», «доставлен», «получен» или ничего",
			"потрібно «відправлено», «доставлено», «отримано» або нічого",
			"potrzebne sent, delivered albo received, albo nic",
		},
		{
			"want a date such as 14.03.2026 or 2026-03-14, perhaps with a time such as 17:40",
			"нужна дата, например 14.03.2026 или 2026-03-14, можно со временем, например 17:40",
			"потрібна дата, наприклад 14.03.2026 або 2026-03-14, можна з часом, наприклад 17:40",
			"potrzebna data, np. 14.03.2026 albo 2026-03-14, może być z godziną, np. 17:40",
		},
		{"it is required", "это обязательно", "це обов'язково", "jest wymagana"},
		{"an invoice has none", "у счёта его нет", "у рахунка його немає", "faktura go nie ma"},
	}
}
